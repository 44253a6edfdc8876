package dev.openmodal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A profile as boxes: each a method, as wide as its part of the samples, below the one that has
 * called it. A method that calls itself is one box. Heights are styles, too, as JupyterLab has one
 * for those of all SVG. Widths are parts of the whole, so that it fits into any page; a box cuts
 * its text.
 */
final class FlameGraph {
  private static final int ROW = 18;
  private static final int MOST_ROWS = 120;
  private static final int WIDTH = 1000;

  /** A narrower box is not drawn, a part of the whole. */
  private static final double THINNEST = 0.002;

  /** A narrower box has no text. */
  private static final double THINNEST_TEXT = 0.02;

  private static final String YOURS = "#ffb74d";
  private static final String OF_JAVA = "#b0bec5";
  private static final String OF_NOBODY = "#dedede";

  private final Profile profile;
  private final Box root = new Box("all");
  private final StringBuilder boxes = new StringBuilder();
  private int rows = 1;

  private static final class Box {
    final String frame;
    final Map<String, Box> called = new LinkedHashMap<>();
    long samples;

    Box(String frame) {
      this.frame = frame;
    }

    void add(List<String> frames, long count) {
      samples += count;
      Box box = this;
      for (String each : frames) {
        if (each.equals(box.frame)) {
          continue; // it has called itself
        }
        box = box.called.computeIfAbsent(each, Box::new);
        box.samples += count;
      }
    }
  }

  FlameGraph(Profile profile) {
    this.profile = profile;
    profile.stacks().forEach(stack -> root.add(stack.frames(), stack.samples()));
  }

  String svg() {
    if (root.samples > 0) {
      draw(root, 0, 0);
    }
    String title = escape("flame graph of " + ProfileText.headline(profile));
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""
        + WIDTH
        + "\" height=\""
        + rows * ROW
        + "\" role=\"img\" aria-label=\""
        + title
        + "\" font-family=\"sans-serif\" font-size=\"12\" style=\"max-width:100%;height:"
        + rows * ROW
        + "px\"><title>"
        + title
        + "</title>\n"
        + boxes
        + "</svg>\n";
  }

  /**
   * @param left where it begins, a part of the whole
   */
  private void draw(Box box, double left, int row) {
    double part = (double) box.samples / root.samples;
    rows = Math.max(rows, row + 1);
    box(box, left, part, row);
    if (row + 1 == MOST_ROWS) {
      return;
    }
    List<Box> called = new ArrayList<>(box.called.values());
    called.sort(Comparator.comparingLong((Box each) -> each.samples).reversed());
    double next = left;
    for (Box each : called) {
      double width = (double) each.samples / root.samples;
      if (width >= THINNEST) {
        draw(each, next, row + 1);
      }
      next += width;
    }
  }

  private void box(Box box, double left, double part, int row) {
    String name = box == root ? "all" : CodeNames.method(box.frame);
    boxes.append("<svg x=\"").append(percent(left)).append("\" y=\"").append(row * ROW);
    boxes.append("\" width=\"").append(percent(part)).append("\" height=\"").append(ROW);
    boxes
        .append("\" style=\"height:")
        .append(ROW)
        .append("px\"><title>")
        .append(escape(name))
        .append(": ")
        .append(box.samples);
    boxes.append(box.samples == 1 ? " sample, " : " samples, ");
    boxes.append(ProfileText.percent(box.samples, root.samples)).append("</title>");
    boxes.append("<rect width=\"100%\" height=\"100%\" fill=\"").append(colour(box));
    boxes.append("\" stroke=\"#616161\" stroke-opacity=\"0.5\"/>");
    if (part >= THINNEST_TEXT) {
      boxes.append("<text x=\"4\" y=\"13\" fill=\"#1b1b1b\">");
      boxes.append(escape(CodeNames.withoutPackage(name))).append("</text>");
    }
    boxes.append("</svg>\n");
  }

  private String colour(Box box) {
    if (box == root || box.frame.startsWith("(")) {
      return OF_NOBODY;
    }
    return CodeNames.isOfJava(box.frame) ? OF_JAVA : YOURS;
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.3f%%", 100 * part);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
