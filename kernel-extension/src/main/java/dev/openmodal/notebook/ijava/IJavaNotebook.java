package dev.openmodal.notebook.ijava;

import dev.openmodal.bridge.Notebook;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cells of an IJava kernel. What belongs to a cell is published under the header of the request
 * that runs it. The kernel shows no way to it; its display stream holds it while the cell runs.
 */
final class IJavaNotebook implements Notebook {
  private final DisplayStream display;
  private final Field environment;

  IJavaNotebook(BaseKernel kernel) throws ReflectiveOperationException {
    display = kernel.getIO().display;
    environment = DisplayStream.class.getDeclaredField("env");
    environment.setAccessible(true);
  }

  @Override
  public Cell cell() {
    ShellReplyEnvironment own = running();
    return new Cell() {
      @Override
      public Shown show(Map<String, String> content) {
        String id = UUID.randomUUID().toString();
        publish(own, new PublishDisplayData(data(id, content)));
        return next -> update(own, id, next);
      }

      @Override
      public void print(boolean error, String text) {
        if (own == null) {
          (error ? System.err : System.out).print(text);
        } else if (error) {
          own.writeToStdErr(text);
        } else {
          own.writeToStdOut(text);
        }
      }
    };
  }

  /**
   * Under the header of the cell that runs now, where one does: some front ends take no update for
   * a cell that has ended.
   */
  private void update(@Nullable ShellReplyEnvironment own, String id, Map<String, String> content) {
    ShellReplyEnvironment now = running();
    publish(now == null ? own : now, new PublishUpdateDisplayData(data(id, content)));
  }

  private static <T extends ContentType<T>> void publish(
      @Nullable ShellReplyEnvironment to, T message) {
    if (to != null) { // else nothing has run yet, and there is nowhere to show it
      to.publish(message);
    }
  }

  private static DisplayData data(String id, Map<String, String> content) {
    DisplayData data = new DisplayData();
    content.forEach(data::putData);
    data.putTransientData("display_id", id); // setDisplayId is another one since 1.0-a7
    return data;
  }

  private @Nullable ShellReplyEnvironment running() {
    try {
      return (ShellReplyEnvironment) environment.get(display);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }
}
