package dev.openmodal.notebook.ijava;

import dev.openmodal.notebook.MagicCompletion;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import io.github.spencerpark.jupyter.messages.request.CompleteRequest;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;

/**
 * Answers what is asked about our magics while they are typed; all else goes to the kernel, which
 * has no way to tell it what can follow a magic.
 */
final class IJavaCompletion {
  private IJavaCompletion() {}

  /**
   * From now on.
   *
   * @param request one that the kernel has got
   */
  static void install(ShellReplyEnvironment request) {
    try {
      JupyterSocket shell = request.getShell();
      Field field = shell.getClass().getDeclaredField("connection");
      field.setAccessible(true);
      install((JupyterConnection) field.get(shell));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // the kernel is other than we know it: nothing is completed
    }
  }

  private static void install(JupyterConnection connection) {
    ShellHandler<CompleteRequest> kernel = connection.getHandler(CompleteRequest.MESSAGE_TYPE);
    connection.setHandler(
        CompleteRequest.MESSAGE_TYPE, (environment, asked) -> answer(kernel, environment, asked));
  }

  private static void answer(
      ShellHandler<CompleteRequest> kernel,
      ShellReplyEnvironment environment,
      Message<CompleteRequest> asked) {
    CompleteRequest request = asked.getContent();
    Optional<MagicCompletion.Matches> ours =
        MagicCompletion.of(request.getCode(), request.getCursorPos());
    if (ours.isEmpty()) {
      kernel.handle(environment, asked);
      return;
    }
    MagicCompletion.Matches matches = ours.get();
    environment.setBusyDeferIdle();
    environment.reply(new CompleteReply(matches.words(), matches.start(), matches.end(), Map.of()));
  }
}
