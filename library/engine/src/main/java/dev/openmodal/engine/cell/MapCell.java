package dev.openmodal.engine.cell;

import dev.openmodal.engine.cell.MapStrip.Square;
import dev.openmodal.engine.output.Progress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A map as a cell: a line that says how far it has got, a strip of squares, and what has failed. It
 * reads without colours, too, as where a notebook is not trusted or is read aloud. Its size does
 * not hang on the number of inputs.
 */
public final class MapCell {
  /** So many failures are shown. */
  public static final int MOST_FAILURES = 10;

  private static final int LONGEST_MESSAGE = 300;
  private static final int LONGEST_TRACE = 2000;

  /** So many squares stand together at least. */
  private static final int BROKEN_AFTER = 10;

  /**
   * An input that has failed.
   *
   * @param trace its stack trace, which may be long
   */
  public record Failure(long input, String error, String trace) {}

  /**
   * A moment of a map.
   *
   * @param title such as {@code map of app x}
   * @param running the places of inputs that run now
   * @param starting how many inputs wait for a worker that starts
   * @param failures the first ones, {@link #MOST_FAILURES} at most
   */
  public record Moment(
      String title,
      Progress.State state,
      boolean isOver,
      MapStrip strip,
      long[] running,
      long starting,
      List<Failure> failures) {
    /** Whether they differ in nothing but time. */
    public boolean isLike(Moment other) {
      return isOver == other.isOver
          && state.at(0).equals(other.state.at(0))
          && Arrays.equals(running, other.running)
          && starting == other.starting
          && failures.equals(other.failures);
    }
  }

  private MapCell() {}

  /** What is shown, by MIME type. */
  public static Map<String, String> content(Moment moment) {
    Square[] squares = moment.strip().squares(moment.running(), moment.starting());
    return Html.content(html(moment, squares), text(moment, squares));
  }

  // As text.

  private static String text(Moment moment, Square[] squares) {
    StringBuilder text = new StringBuilder();
    text.append(headline(moment)).append('\n');
    for (Square square : squares) {
      text.append(square.sign());
    }
    text.append('\n').append(legend(moment, squares, "  ", Square::sign));
    for (Failure failure : moment.failures()) {
      text.append("\ninput ").append(failure.input()).append(": ");
      text.append(Html.shortened(failure.error(), LONGEST_MESSAGE));
    }
    text.append(moment.failures().isEmpty() ? "" : "\n" + others(moment));
    return text.toString().stripTrailing();
  }

  private static String headline(Moment moment) {
    return moment.title() + ": " + Progress.text(moment.state(), moment.isOver());
  }

  private static String legend(
      Moment moment, Square[] squares, String between, Function<Square, String> sign) {
    Set<Square> present = EnumSet.noneOf(Square.class);
    present.addAll(List.of(squares));
    StringBuilder legend = new StringBuilder();
    for (Square square : present) {
      legend.append(legend.isEmpty() ? "" : between).append(sign.apply(square)).append(' ');
      legend.append(square.meaning());
    }
    int each = moment.strip().perSquare();
    return each == 1 ? legend.toString() : legend + between + "(" + each + " inputs each)";
  }

  private static String others(Moment moment) {
    long others = moment.state().failed() - moment.failures().size();
    return others <= 0 ? "" : "and " + others + " more, all in outcomes().failed()";
  }

  // As HTML.

  private static String html(Moment moment, Square[] squares) {
    StringBuilder html = new StringBuilder();
    html.append("<div style=\"font-size:90%;line-height:1.5\"><div>");
    html.append(Html.line(headline(moment))).append("</div>");
    html.append("<div role=\"img\" aria-label=\"").append(Html.escape(headline(moment)));
    html.append("\" style=\"font-family:var(--jp-code-font-family,monospace);font-size:115%;");
    html.append("letter-spacing:0.08em;line-height:1.2;");
    html.append("overflow-wrap:anywhere;word-break:break-all\">");
    strip(html, squares);
    html.append("</div><div style=\"").append(Html.MUTED).append("\">");
    html.append(legend(moment, squares, "&nbsp; ", square -> colored(square, square.sign())));
    html.append("</div>");
    for (Failure failure : moment.failures()) {
      failure(html, failure);
    }
    String others = moment.failures().isEmpty() ? "" : others(moment);
    if (!others.isEmpty()) {
      html.append("<div style=\"").append(Html.MUTED).append("\">").append(others).append("</div>");
    }
    return html.append("</div>").toString();
  }

  /**
   * Neighbours of one kind share an element. It may be broken into lines also where no style says
   * so.
   */
  private static void strip(StringBuilder html, Square[] squares) {
    for (int i = 0; i < squares.length; ) {
      int end = i;
      while (end < squares.length && squares[end] == squares[i]) {
        end++;
      }
      StringBuilder signs = new StringBuilder();
      for (; i < end; i++) {
        signs.append(squares[i].sign()).append(i % BROKEN_AFTER == BROKEN_AFTER - 1 ? "<wbr>" : "");
      }
      html.append(colored(squares[end - 1], signs.toString()));
    }
  }

  private static String colored(Square square, String signs) {
    return "<span style=\"" + style(square) + "\">" + signs + "</span>";
  }

  /** Those of JupyterLab's theme where there is one. */
  private static String style(Square square) {
    return switch (square) {
      case WAITING, STARTING, STOPPED -> Html.MUTED;
      case RUNNING -> Html.RUNNING;
      case PARTLY, DONE -> Html.DONE;
      case RETRIED -> "color:var(--jp-warn-color0,#e65100)";
      case FAILED -> Html.FAILED;
    };
  }

  private static void failure(StringBuilder html, Failure failure) {
    html.append("<details><summary>input ").append(failure.input()).append(": <span style=\"");
    html.append(style(Square.FAILED)).append("\">");
    html.append(Html.escape(Html.shortened(failure.error(), LONGEST_MESSAGE)));
    html.append("</span></summary><pre style=\"margin:0 0 0 1.2em;white-space:pre-wrap\">");
    html.append(Html.escape(Html.shortened(failure.trace(), LONGEST_TRACE)));
    html.append("</pre></details>");
  }
}
