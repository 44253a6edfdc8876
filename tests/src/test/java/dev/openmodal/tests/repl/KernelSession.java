package dev.openmodal.tests.repl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real kernel, driven over the Jupyter protocol by {@code tests/kernels/kernel.py}. */
final class KernelSession implements ReplSession {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final OutputStream in;
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private int cells;

  /** What came while one cell ran, event by event; those with a {@code cell} are of that one. */
  record Cell(String status, List<JsonNode> all) {
    /** What the cell itself gave. */
    List<JsonNode> events() {
      return all.stream().filter(event -> !event.has("cell")).toList();
    }

    /** What came for an earlier cell, by its number from 0. */
    List<JsonNode> eventsOf(int cell) {
      return all.stream().filter(event -> event.path("cell").asInt(-1) == cell).toList();
    }

    /** What it printed to stdout and, in order, to stderr. */
    String text(String stream) {
      StringBuilder text = new StringBuilder();
      for (JsonNode e : events()) {
        if (e.path("event").asText().equals("stream") && e.path("name").asText().equals(stream)) {
          text.append(e.path("text").asText());
        }
      }
      return text.toString();
    }

    /** The error, with its trace, or an empty text. */
    String error() {
      StringBuilder text = new StringBuilder();
      for (JsonNode e : events()) {
        if (e.path("event").asText().equals("error")) {
          text.append(e.path("name").asText()).append(": ").append(e.path("value").asText());
          e.path("trace").forEach(line -> text.append('\n').append(line.asText()));
        }
      }
      return text.toString();
    }

    /** The text/plain of its result, or an empty text. */
    String result() {
      return events().stream()
          .filter(e -> e.path("event").asText().equals("result"))
          .map(e -> e.path("data").path("text/plain").asText())
          .findFirst()
          .orElse("");
    }
  }

  private KernelSession(Process process) {
    this.process = process;
    this.in = process.getOutputStream();
    Thread reader = new Thread(this::read, "kernel-events");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the kernel and waits until it is ready.
   *
   * @param spec the folder of its kernel.json
   * @param java the JDK that it runs on
   */
  static KernelSession open(Path spec, Path java) {
    return open(spec, java, TestMachine.target("work"));
  }

  /** The same in a folder of its own, as that of a notebook. */
  static KernelSession open(Path spec, Path java, Path work) {
    return open(spec, java, work, Map.of());
  }

  /** The same with those variables in its environment. */
  static KernelSession open(Path spec, Path java, Path work, Map<String, String> variables) {
    ProcessBuilder builder =
        new ProcessBuilder(
                TestMachine.python().orElseThrow().toString(),
                TestMachine.checkout().resolve("tests/kernels/kernel.py").toString(),
                spec.toString(),
                java.toString())
            .directory(work.toFile())
            .redirectError(log());
    builder.environment().put("OPENMODAL_HOME", TestMachine.target("home").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    // Compiling snippets is most of the time, and never gets warm.
    builder
        .environment()
        .put("JJAVA_JVM_OPTS", "-XX:TieredStopAtLevel=1 " + LocalRepository.jvmOption(work));
    TestMachine.UNWANTED.forEach(builder.environment()::remove);
    builder.environment().putAll(variables);
    try {
      KernelSession session = new KernelSession(builder.start());
      session.next(Duration.ofSeconds(180));
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What kernels write to their stderr. */
  private static ProcessBuilder.Redirect log() {
    return ProcessBuilder.Redirect.appendTo(
        TestMachine.target("kernels").resolve("stderr.txt").toFile());
  }

  @Override
  public List<String> evaluate(String code, Duration within) {
    Cell cell = cell(code, within);
    if (cell.status().equals("timeout")) {
      close();
      throw new SessionLostException("no answer within " + within + " after:\n" + code);
    }
    return Stream.concat(cell.text("stdout").lines(), cell.error().lines()).toList();
  }

  /** Runs one cell and waits for its end. */
  Cell cell(String code, Duration within) {
    submit(code, within);
    return awaitCell(within.plusSeconds(10));
  }

  /** Starts a cell; {@link #awaitCell} waits for it. */
  void submit(String code, Duration within) {
    cells++;
    ObjectNode order = JSON.createObjectNode().put("do", "execute").put("code", code);
    order(order.put("timeout", within.toSeconds()));
  }

  Cell awaitCell(Duration within) {
    List<JsonNode> seen = new ArrayList<>();
    while (true) {
      JsonNode event = next(within);
      if (event.path("event").asText().equals("done")) {
        return new Cell(event.path("status").asText(), seen);
      }
      seen.add(event);
    }
  }

  /** The number of the last cell, from 0. */
  int lastCell() {
    return cells - 1;
  }

  /** What comes within that time for cells that have ended. */
  Cell listen(Duration time) {
    order(JSON.createObjectNode().put("do", "listen").put("timeout", time.toMillis() / 1000.0));
    return awaitCell(time.plusSeconds(10));
  }

  /** What can follow this text, and the place of what it stands for. */
  JsonNode complete(String typed) {
    order(JSON.createObjectNode().put("do", "complete").put("code", typed));
    return awaitCell(Duration.ofSeconds(40)).all().stream()
        .filter(event -> event.path("event").asText().equals("matches"))
        .findFirst()
        .orElseThrow();
  }

  /** The restart button; what was typed is forgotten. */
  void restart() {
    order(JSON.createObjectNode().put("do", "restart"));
    Cell unused = awaitCell(Duration.ofMinutes(2));
  }

  /** The stop button. */
  void interrupt() {
    order(JSON.createObjectNode().put("do", "interrupt"));
  }

  Process process() {
    return process;
  }

  private void order(JsonNode order) {
    try {
      in.write((order + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new SessionLostException("the kernel's driver takes no more orders: " + e);
    }
  }

  private JsonNode next(Duration within) {
    try {
      JsonNode event = events.poll(within.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null || event.path("event").asText().equals("gone")) {
        close();
        throw new SessionLostException(
            event == null ? "no event within " + within : "the kernel's driver ended");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionLostException("interrupted");
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        events.add(JSON.readTree(line));
      }
    } catch (IOException closed) {
      // the driver is gone
    }
    events.add(JSON.createObjectNode().put("event", "gone"));
  }

  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    try {
      in.write("{\"do\": \"shutdown\"}\n".getBytes(StandardCharsets.UTF_8));
      in.close();
    } catch (IOException alreadyGone) {
      // it needs no farewell then
    }
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
