package dev.openmodal.engine.client;

import static dev.openmodal.engine.client.StateJson.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What other programs may ask of a client: {@code {"ask":"workers"}}, {@code {"ask":"calls"}},
 * {@code {"ask":"log","call":3,"from":0}}, {@code {"ask":"stop","app":"primes"}}. Answers are
 * objects; one with {@code error} says why there is no other.
 */
final class Requests {
  private final Client client;

  Requests(Client client) {
    this.client = client;
  }

  String answer(String line) {
    try {
      return JSON.writeValueAsString(answer(JSON.readTree(line)));
    } catch (JsonProcessingException | RuntimeException e) {
      return JSON.createObjectNode().put("error", String.valueOf(e.getMessage())).toString();
    }
  }

  private ObjectNode answer(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    String asked = request.path("ask").asText();
    switch (asked) {
      case "workers" -> {
        ArrayNode workers = answer.putArray("workers");
        client.workers().forEach(worker -> workers.add(StateJson.of(worker)));
      }
      case "calls" -> {
        ArrayNode calls = answer.putArray("calls");
        client.calls().forEach(call -> calls.add(StateJson.of(call)));
      }
      case "log" ->
          client
              .log(request.path("call").asLong(), request.path("from").asLong())
              .ifPresent(part -> answer.setAll(StateJson.of(part)));
      case "stop" ->
          answer.put("stopped", client.stop(Optional.ofNullable(request.path("app").textValue())));
      default -> answer.put("error", "it does not know how to '" + asked + "'");
    }
    return answer;
  }
}
