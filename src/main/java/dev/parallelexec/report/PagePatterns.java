package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;
import java.io.IOException;

/**
 * How an outcome looks: a colour, which the style sheet knows, and a pattern, for those who do not
 * see the colour.
 */
final class PagePatterns {
  private PagePatterns() {}

  /** What a {@code fill} says for an outcome. */
  static String fill(Outcome outcome) {
    return "url(#is-" + outcome.label() + ")";
  }

  /** What the fills refer to; once on a page, and not hidden, or browsers leave it out. */
  static void define(Markup html) throws IOException {
    html.open("svg", "class", "patterns", "width", "0", "height", "0", "aria-hidden", "true");
    html.open("defs");
    for (Outcome outcome : Outcome.values()) {
      String turned = outcome == Outcome.FAILED || outcome == Outcome.CANCELLED ? "45" : "0";
      html.open(
          "pattern",
          "id",
          "is-" + outcome.label(),
          "class",
          outcome.label(),
          "width",
          "8",
          "height",
          "8",
          "patternUnits",
          "userSpaceOnUse",
          "patternTransform",
          "rotate(" + turned + ")");
      html.empty("rect", "class", "ground", "width", "8", "height", "8");
      ink(html, outcome);
      html.close();
    }
    html.close().close().line();
  }

  private static void ink(Markup html, Outcome outcome) throws IOException {
    switch (outcome) {
      case PASSED -> {}
      case FAILED -> html.empty("rect", "class", "ink", "width", "3", "height", "8");
      case TIMED_OUT -> html.empty("rect", "class", "ink", "width", "2", "height", "8");
      case CRASHED -> html.empty("path", "class", "line", "d", "M0 0 8 8M8 0 0 8");
      case OUT_OF_MEMORY -> html.empty("circle", "class", "ink", "cx", "4", "cy", "4", "r", "2");
      case CANCELLED -> html.empty("rect", "class", "ink", "width", "1", "height", "8");
      case UP_TO_DATE -> html.empty("rect", "class", "ink", "width", "8", "height", "2");
    }
  }
}
