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
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    return each(ask(request("workers")).path("workers")).map(StateJson::worker).toList();
  }

  @Override
  public List<CallState> calls() {
    return each(ask(request("calls")).path("calls")).map(StateJson::call).toList();
  }

  @Override
  public Optional<LogPart> log(long call, long from) {
    JsonNode answer = ask(request("log").put("call", call).put("from", from));
    if (!answer.has("bytes")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LogPart(
              answer.path("bytes").binaryValue(),
              answer.path("next").asLong(),
              answer.path("isLast").asBoolean()));
    } catch (IOException e) {
      throw unreachable("its answer cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public int stop(Optional<String> app) {
    ObjectNode request = request("stop");
    app.ifPresent(name -> request.put("app", name));
    return ask(request).path("stopped").asInt();
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static ObjectNode request(String ask) {
    return JSON.createObjectNode().put("ask", ask);
  }

  /** On a thread of its own: what is read from a Unix socket knows no time limit. */
  private JsonNode ask(ObjectNode request) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    try (SocketChannel channel = connect()) {
      OwnThreads.daemon("openmodal-ask", () -> ask(channel, request, answer)).start();
      JsonNode received = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (received.has("error")) {
        throw unreachable(received.path("error").asText(), null);
      }
      return received;
    } catch (TimeoutException e) {
      throw unreachable("it is silent for " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw unreachable(String.valueOf(e.getCause()), e);
    } catch (IOException e) {
      throw unreachable(e.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpenModalException(
          ErrorCode.CANCELLED, "Asking " + state.name() + " was interrupted.");
    }
  }

  /** Only where the socket is this user's: whoever listened there otherwise would be believed. */
  private SocketChannel connect() throws IOException {
    if (!Files.getOwner(socket).equals(Files.getOwner(socket.getParent()))) {
      throw new IOException("its socket " + socket + " is another user's");
    }
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    if (!Peer.isOf(Files.getOwner(socket), channel)) {
      channel.close();
      throw new IOException("another user's program listens on " + socket);
    }
    return channel;
  }

  private static void ask(
      SocketChannel channel, ObjectNode request, CompletableFuture<JsonNode> answer) {
    try {
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      String unused = line(in); // its greeting
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      answer.complete(JSON.readTree(line(in)));
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("it hung up");
    }
    return line;
  }

  private OpenModalException unreachable(String why, @Nullable Throwable e) {
    String text =
        "The client "
            + state.name()
            + " does not answer: "
            + why
            + ". If it is stopped or stuck, let it go on or end it.";
    return e == null
        ? new OpenModalException(ErrorCode.CLIENT_UNREACHABLE, text)
        : new OpenModalException(ErrorCode.CLIENT_UNREACHABLE, text, e);
  }
}
