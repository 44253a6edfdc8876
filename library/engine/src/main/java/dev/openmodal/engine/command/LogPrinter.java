package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.output.CallState;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Prints the logs of calls as they are, or on as they come; for programs as JSON: one object for a
 * log as it is, one for each part of those that go on.
 */
final class LogPrinter {
  private static final long LOOK_EVERY_MILLIS = 200;

  private final PrintWriter out;
  private final boolean isJson;

  LogPrinter(PrintWriter out, boolean isJson) {
    this.out = out;
    this.isJson = isJson;
  }

  /**
   * Prints what one has printed so far; false if that is nothing.
   *
   * @param printed how many bytes that is: it may print faster than this reads
   */
  boolean print(Client client, long call, long printed) {
    LogReading reading = new LogReading(client, call);
    StringBuilder all = new StringBuilder();
    String last = "";
    String part = reading.more();
    while (!part.isEmpty()) {
      last = part;
      if (isJson) {
        all.append(part);
      } else {
        out.print(part);
      }
      part = reading.read() < printed ? reading.more() : "";
    }
    if (isJson) {
      out.println(Answer.text(json(client, call, all.toString())));
    } else if (!last.isEmpty() && !last.endsWith("\n")) {
      out.println();
    }
    out.flush();
    return !last.isEmpty();
  }

  /** Prints what one prints until it is over, or this thread is interrupted. */
  void follow(Client client, long call) {
    LogReading reading = new LogReading(client, call);
    String last = "\n";
    try {
      do {
        String part = reading.more();
        if (!part.isEmpty()) {
          last = part;
          print(client, call, part);
        }
      } while (!reading.isAtEnd() && pause());
    } catch (OpenModalException e) {
      if (!client.isGone()) {
        throw e;
      } // its program has ended, and what it printed with it
    }
    if (!last.endsWith("\n") && !isJson) {
      out.println();
    }
    out.flush();
  }

  /**
   * Prints what all print that go on, line by line with their numbers, until this thread is
   * interrupted.
   *
   * @param clients whose; asked again and again, as they come and go
   * @param endsWithThem whether to end when none goes on any more; in any case when all programs
   *     have ended that there were
   */
  void followAll(Supplier<List<Client>> clients, boolean endsWithThem) {
    Map<String, Followed> known = new LinkedHashMap<>();
    boolean isFirst = true;
    do {
      List<Client> now = clients.get();
      boolean namesClients = now.size() > 1 || !endsWithThem;
      for (Client client : now) {
        for (CallState call : callsOf(client)) {
          String key = client.state().pid() + "/" + call.id();
          if (!known.containsKey(key) && !(isFirst && call.isOver())) {
            known.put(key, new Followed(client, call, namesClients));
          }
        }
      }
      isFirst = false;
      known.values().forEach(Followed::printMore);
      out.flush();
      boolean haveEnded = !now.isEmpty() && now.stream().allMatch(Client::isGone);
      if (haveEnded
          || (endsWithThem && known.values().stream().allMatch(followed -> followed.isOver))) {
        return;
      }
    } while (pause());
  }

  private static List<CallState> callsOf(Client client) {
    try {
      return client.calls();
    } catch (OpenModalException e) { // it ends, or is stopped for a while
      return List.of();
    }
  }

  /** One of several whose lines are printed. */
  private final class Followed {
    private final Client client;
    private final long call;
    private final String prefix;
    private final LogReading reading;
    private String line = "";
    private boolean isOver;

    private Followed(Client client, CallState call, boolean namesClient) {
      this.client = client;
      this.call = call.id();
      prefix = "[" + (namesClient ? client.state().pid() + " " : "") + call.id() + "] ";
      reading = new LogReading(client, call.id());
    }

    private void printMore() {
      if (isOver) {
        return;
      }
      String part;
      try {
        part = reading.more();
        isOver = reading.isAtEnd();
      } catch (OpenModalException e) { // its client has ended
        part = "";
        isOver = true;
      }
      if (isJson) {
        if (!part.isEmpty()) {
          print(client, call, part);
        }
        return;
      }
      String text = line + part;
      int whole = text.lastIndexOf('\n') + 1;
      line = isOver ? "" : text.substring(whole);
      String lines = isOver ? text : text.substring(0, whole);
      lines.lines().forEach(each -> out.println(prefix + each));
    }
  }

  private void print(Client client, long call, String part) {
    if (isJson) {
      out.println(Answer.text(json(client, call, part)));
    } else {
      out.print(part);
    }
    out.flush();
  }

  private static ObjectNode json(Client client, long call, String text) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("pid", client.state().pid())
        .put("number", call)
        .put("text", text);
  }

  /** False when it is time to end. */
  private boolean pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
      return !out.checkError(); // whoever reads it has left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
