package dev.openmodal.engine.client;

import static dev.openmodal.engine.client.StateJson.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.pool.WorkerState;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Another program of this user, by its socket. Each question is a connection of its own. All of
 * them throw {@link OpenModalException} with {@link ErrorCode#CLIENT_UNREACHABLE} where it does not
 * answer.
 */
final class RemoteClient implements Client {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ClientState state;
  private final Path socket;
  private volatile boolean isGone;

  RemoteClient(ClientFiles.Found found) {
    state = found.client();
    socket = found.socket();
  }

  @Override
  public ClientState state() {
    return state;
  }

  @Override
  public List<WorkerState> workers() {
    return read(
        () -> each(ask(request("workers")).path("workers")).map(StateJson::worker).toList());
  }

  @Override
  public List<CallState> calls() {
    return read(() -> each(ask(request("calls")).path("calls")).map(StateJson::call).toList());
  }

  @Override
  public Optional<LogPart> log(long call, long from) {
    JsonNode answer = ask(request("log").put("call", call).put("from", from));
    return answer.has("bytes")
        ? read(() -> Optional.of(StateJson.logPart(answer)))
        : Optional.empty();
  }

  @Override
  public int stop(Optional<String> app) {
    ObjectNode request = request("stop");
    app.ifPresent(name -> request.put("app", name));
    return ask(request).path("stopped").asInt();
  }

  @Override
  public boolean isGone() {
    return isGone;
  }

  /** What comes from another version may hold what this one does not know. */
  private <T> T read(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (IllegalArgumentException e) {
      throw failed(
          state.name()
              + " answers what this version does not understand: "
              + e.getMessage()
              + ". It is of version "
              + state.version()
              + "; use the command of that one.",
          e);
    }
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static ObjectNode request(String ask) {
    return JSON.createObjectNode().put("ask", ask);
  }

  /** On a thread of its own: a Unix socket knows no time limit. */
  private JsonNode ask(ObjectNode request) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      OwnThreads.daemon("openmodal-ask", () -> ask(channel, request, answer)).start();
      JsonNode received = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (received.has("error")) {
        throw failed(state.name() + " says: " + received.path("error").asText(), null);
      }
      return received;
    } catch (TimeoutException e) {
      throw failed(
          "The client "
              + state.name()
              + " does not answer: it is silent for "
              + PATIENCE.toSeconds()
              + " s. If it is stopped or stuck, let it go on or end it.",
          e);
    } catch (ExecutionException | IOException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      isGone = why instanceof ConnectException || why instanceof NoSuchFileException;
      throw failed(
          isGone
              ? "The client " + state.name() + " has ended."
              : "The client " + state.name() + " does not answer: " + why + ". Ask it again.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpenModalException(
          ErrorCode.CANCELLED, "Asking " + state.name() + " was interrupted.");
    }
  }

  private void ask(SocketChannel channel, ObjectNode request, CompletableFuture<JsonNode> answer) {
    try {
      connect(channel);
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      String unused = line(in); // its greeting
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      answer.complete(JSON.readTree(line(in)));
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  /** Only where the socket is this user's: whoever listened there otherwise would be believed. */
  private void connect(SocketChannel channel) throws IOException {
    UserPrincipal owner = Files.getOwner(socket);
    if (!owner.equals(Files.getOwner(socket.getParent()))) {
      throw new IOException("its socket " + socket + " is another user's");
    }
    channel.connect(UnixDomainSocketAddress.of(socket));
    if (!Peer.isOf(owner, channel)) {
      throw new IOException("another user's program listens on " + socket);
    }
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("it hung up");
    }
    return line;
  }

  private static OpenModalException failed(String text, @Nullable Throwable e) {
    return e == null
        ? new OpenModalException(ErrorCode.CLIENT_UNREACHABLE, text)
        : new OpenModalException(ErrorCode.CLIENT_UNREACHABLE, text, e);
  }
}
