package dev.openmodal.notebook.jjava;

import dev.openmodal.notebook.RequestNotebook;
import java.lang.reflect.Field;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a JJava kernel. The kernel shows no way to the request that runs one; its display
 * stream holds it meanwhile.
 */
final class JJavaNotebook extends RequestNotebook<ShellReplyEnvironment> {
  private final DisplayStream display;
  private final Field environment;

  JJavaNotebook(BaseKernel kernel) throws ReflectiveOperationException {
    super(JJavaSnippets.shell(kernel));
    display = kernel.getIO().display;
    environment = DisplayStream.class.getDeclaredField("env");
    environment.setAccessible(true);
  }

  @Override
  protected void show(ShellReplyEnvironment request, String id, Map<String, String> content) {
    request.publish(new PublishDisplayData(data(id, content)));
  }

  @Override
  protected void update(ShellReplyEnvironment request, String id, Map<String, String> content) {
    request.publish(new PublishUpdateDisplayData(data(id, content)));
  }

  @Override
  protected void print(ShellReplyEnvironment request, boolean error, String text) {
    if (error) {
      request.writeToStdErr(text);
    } else {
      request.writeToStdOut(text);
    }
  }

  private static DisplayData data(String id, Map<String, String> content) {
    DisplayData data = new DisplayData();
    content.forEach(data::putData);
    data.putTransientData("display_id", id); // setDisplayId is another one since 1.0-a7
    return data;
  }

  /** As soon as a cell runs, whose request leads to what answers requests. */
  void completeMagics() {
    withFirstRequest(JJavaCompletion::install);
  }

  @Override
  protected @Nullable ShellReplyEnvironment running() {
    try {
      return (ShellReplyEnvironment) environment.get(display);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }
}
