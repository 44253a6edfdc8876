package dev.openmodal.engine.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.pool.WorkerState;
import dev.openmodal.spi.InstanceUsage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How states are written as JSON, for other clients and for whoever asks a command for it ({@code
 * docs/json.md}). Durations are in seconds, sizes in bytes, times in ISO 8601. Fields are only ever
 * added; those that are not known are not looked at.
 */
public final class StateJson {
  /** Reads and writes it. */
  static final ObjectMapper JSON = new JsonMapper();

  private StateJson() {}

  /** One client. */
  public static ObjectNode of(ClientState client) {
    return object()
        .put("pid", client.pid())
        .put("program", client.program())
        .put("folder", client.folder())
        .put("started", client.started().toString())
        .put("version", client.version());
  }

  /** One worker; without its usage where it is not known. */
  public static ObjectNode of(WorkerState worker) {
    ObjectNode json =
        object()
            .put("worker", worker.name())
            .put("app", worker.app())
            .put("state", word(worker.phase()))
            .put("calls", worker.calls())
            .put("ageSeconds", seconds(worker.age()));
    worker
        .usage()
        .ifPresent(
            usage ->
                json.put("cpuSeconds", seconds(usage.cpu()))
                    .put("memoryBytes", usage.memoryBytes()));
    return json;
  }

  static WorkerState worker(JsonNode json) {
    return new WorkerState(
        json.path("app").asText(),
        json.path("worker").asText(),
        WorkerState.Phase.valueOf(json.path("state").asText().toUpperCase(Locale.ROOT)),
        json.path("calls").asInt(),
        duration(json.path("ageSeconds")),
        json.has("memoryBytes")
            ? Optional.of(
                new InstanceUsage(
                    duration(json.path("cpuSeconds")), json.path("memoryBytes").asLong()))
            : Optional.empty());
  }

  /** One call or map. */
  public static ObjectNode of(CallState call) {
    return object()
        .put("number", call.id())
        .put("kind", word(call.kind()))
        .put("app", call.app())
        .put("state", word(call.phase()))
        .put("seconds", seconds(call.time()))
        .put("worker", call.worker())
        .put("detail", call.detail())
        .put("printedBytes", call.printed());
  }

  static CallState call(JsonNode json) {
    return new CallState(
        json.path("number").asLong(),
        CallState.Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)),
        json.path("app").asText(),
        CallState.Phase.valueOf(json.path("state").asText().toUpperCase(Locale.ROOT)),
        duration(json.path("seconds")),
        json.path("worker").asText(),
        json.path("detail").asText(),
        json.path("printedBytes").asLong());
  }

  static ObjectNode of(LogPart part) {
    return object()
        .put("bytes", part.bytes())
        .put("charset", part.charset().name())
        .put("next", part.next())
        .put("isLast", part.isLast())
        .put("notKept", part.notKept());
  }

  static LogPart logPart(JsonNode json) {
    try {
      return new LogPart(
          json.path("bytes").binaryValue(),
          Charset.forName(json.path("charset").asText("UTF-8")),
          json.path("next").asLong(),
          json.path("isLast").asBoolean(),
          json.path("notKept").asLong());
    } catch (IOException e) {
      throw new IllegalArgumentException("bytes that are none: " + e.getMessage(), e);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** As it is written in JSON and in tables. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Duration duration(JsonNode seconds) {
    return Duration.ofMillis(Math.round(seconds.asDouble() * 1000));
  }
}
