package dev.openmodal.notebook.rapaio;

import dev.openmodal.notebook.RequestNotebook;
import java.lang.reflect.Field;
import java.util.Map;
import jdk.jshell.JShell;
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

/** The cells of a rapaio kernel. Its channels hold the request that runs one. */
final class RapaioNotebook extends RequestNotebook<MessageId<?>> {
  private final Channels channels;
  private final Field request;
  private final IOPubChannel published;

  RapaioNotebook(Channels channels, JShell shell) throws ReflectiveOperationException {
    super(shell);
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
  protected void show(MessageId<?> request, String id, Map<String, String> content) {
    publish(request, new IOPubDisplayData(data(id, content)));
  }

  @Override
  protected void update(MessageId<?> request, String id, Map<String, String> content) {
    publish(request, new IOPubUpdateDisplayData(data(id, content)));
  }

  @Override
  protected void print(MessageId<?> request, boolean error, String text) {
    publish(request, new IOPubStream(error ? StreamName.ERR : StreamName.OUT, text));
  }

  private <T extends ContentType<T>> void publish(MessageId<?> request, T content) {
    published.sendMessage(new Message<>(request, content.type(), content));
  }

  private static DisplayData data(String id, Map<String, String> content) {
    DisplayData data = DisplayData.fromText("");
    content.forEach(data::putData);
    data.setDisplayId(id);
    return data;
  }

  @Override
  protected @Nullable MessageId<?> running() {
    try {
      return (MessageId<?>) request.get(channels);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }
}
