package dev.openmodal.engine.cell;

import dev.openmodal.DataSize;
import dev.openmodal.RemoteCall;
import dev.openmodal.engine.output.CallState;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A spawned call: how it stands, and what it has failed with. */
final class CallCard {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private CallCard() {}

  static String html(CallState state, RemoteCall<?> call) {
    StringBuilder html = new StringBuilder("<div style=\"font-size:90%\"><div>");
    html.append("<span style=\"").append(Html.style(state.phase())).append("\">");
    html.append(Html.sign(state.phase())).append("</span> <b>");
    html.append(Html.escape(state.name())).append("</b>: ").append(how(state)).append("</div>");
    if (state.phase() == CallState.Phase.FAILED) {
      failure(html, call);
    }
    if (state.printed() > 0) {
      html.append("<div style=\"").append(Html.MUTED).append("\">has printed ");
      html.append(new DataSize(state.printed())).append(", in logs()</div>");
    }
    return html.append("</div>").toString();
  }

  /** One that was long ago: as it tells itself. */
  static String html(RemoteCall<?> call) {
    StringBuilder html = new StringBuilder("<div style=\"font-size:90%\"><div>");
    html.append(Html.escape(call.toString())).append("</div>");
    if (call.isDone()) {
      failure(html, call);
    }
    return html.append("</div>").toString();
  }

  /** What goes on is as it was when this was shown. */
  private static String how(CallState state) {
    StringBuilder how = new StringBuilder(Html.escape(state.standing()));
    if (!state.isOver()) {
      how.append(", at ")
          .append(
              TIME.format(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)));
    }
    return how.toString();
  }

  private static void failure(StringBuilder html, RemoteCall<?> call) {
    try {
      Object unused = call.get();
    } catch (Throwable thrown) {
      html.append(ThrownCard.html(thrown));
    }
  }
}
