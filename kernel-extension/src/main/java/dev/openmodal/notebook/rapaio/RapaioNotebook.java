package dev.openmodal.notebook.rapaio;

import dev.openmodal.bridge.Notebook;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.IOPubChannel;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.message.ContentType;
import org.rapaio.jupyter.kernel.message.Message;
import org.rapaio.jupyter.kernel.message.MessageId;
import org.rapaio.jupyter.kernel.message.messages.IOPubDisplayData;
import org.rapaio.jupyter.kernel.message.messages.IOPubStream;
import org.rapaio.jupyter.kernel.message.messages.IOPubStream.StreamName;
import org.rapaio.jupyter.kernel.message.messages.IOPubUpdateDisplayData;

/**
 * The cells of a rapaio kernel. What belongs to a cell is published under the header of the request
 * that runs it, which its channels hold while the cell runs.
 */
final class RapaioNotebook implements Notebook {
  private final Channels channels;
  private final Field request;
  private final IOPubChannel published;

  RapaioNotebook(Channels channels) throws ReflectiveOperationException {
    this.channels = channels;
    request = field("msgId");
    published = (IOPubChannel) field("iopub").get(channels);
  }

  private static Field field(String name) throws ReflectiveOperationException {
    Field field = Channels.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  @Override
  public Cell cell() {
    MessageId<?> own = running();
    return new Cell() {
      @Override
      public Shown show(Map<String, String> content) {
        String id = UUID.randomUUID().toString();
        publish(own, new IOPubDisplayData(data(id, content)));
        return next -> update(own, id, next);
      }

      @Override
      public void print(boolean error, String text) {
        publish(own, new IOPubStream(error ? StreamName.ERR : StreamName.OUT, text));
      }
    };
  }

  /**
   * Under the header of the cell that runs now, where one does: some front ends take no update for
   * a cell that has ended.
   */
  private void update(@Nullable MessageId<?> own, String id, Map<String, String> content) {
    MessageId<?> now = running();
    publish(now == null ? own : now, new IOPubUpdateDisplayData(data(id, content)));
  }

  private <T extends ContentType<T>> void publish(@Nullable MessageId<?> to, T content) {
    if (to != null) { // else nothing has run yet, and there is nowhere to show it
      published.sendMessage(new Message<>(to, content.type(), content));
    }
  }

  private static DisplayData data(String id, Map<String, String> content) {
    DisplayData data = DisplayData.fromText("");
    content.forEach(data::putData);
    data.setDisplayId(id);
    return data;
  }

  private @Nullable MessageId<?> running() {
    try {
      return (MessageId<?>) request.get(channels);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }
}
