package dev.openmodal.notebook.ijava;

import dev.openmodal.notebook.RequestNotebook;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.lang.reflect.Field;
import java.util.Map;
import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;

/**
 * The cells of an IJava kernel. The kernel shows no way to the request that runs one; its display
 * stream holds it meanwhile.
 */
final class IJavaNotebook extends RequestNotebook<ShellReplyEnvironment> {
  private final DisplayStream display;
  private final Field environment;

  IJavaNotebook(BaseKernel kernel, JShell shell) throws ReflectiveOperationException {
    super(shell);
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
    data.putTransientData("display_id", id);
    return data;
  }

  /** As soon as a cell runs, whose request leads to what answers requests. */
  void completeMagics() {
    withFirstRequest(IJavaCompletion::install);
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
