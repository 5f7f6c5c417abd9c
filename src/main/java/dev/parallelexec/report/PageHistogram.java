package dev.parallelexec.report;

import java.io.IOException;

/** Draws how long tasks take: a histogram with a scale that grows, and the slowest by name. */
final class PageHistogram {
  private static final int LEAST_BINS = 12;
  private static final int MOST_LABELS = 7;

  private final Markup html;
  private final PageFacts facts;
  private final DurationHistogram bins;

  PageHistogram(Markup html, PageFacts facts) {
    this.html = html;
    this.facts = facts;
    this.bins = facts.histogram;
  }

  void draw() throws IOException {
    int spare = Math.max(2, LEAST_BINS - (bins.last() - bins.first() + 1));
    int from = Math.max(0, bins.first() - spare / 2);
    int to = Math.min(bins.bins() - 1, bins.last() + (spare + 1) / 2);
    int count = to - from + 1;
    html.open("svg", "class", "histogram", "role", "img", "aria-label", "Durations of the tasks");
    for (int bin = from; bin <= to; bin++) {
      column(bin, (double) (bin - from) / count, 0.86 / count);
    }
    html.close();
    html.open("svg", "class", "axis", "aria-hidden", "true");
    int every = (count + MOST_LABELS - 1) / MOST_LABELS;
    for (int bin = from; bin <= to; bin += every) {
      String text = TimeAxis.text(DurationHistogram.from(bin));
      String even = (bin - from) / every % 2 == 0 ? "even" : "odd";
      html.leaf("text", text, "x", Percent.of(bin - from, count), "y", "13", "class", even);
    }
    html.close();
  }

  private void column(int bin, double x, double width) throws IOException {
    int good = bins.good(bin);
    int bad = bins.bad(bin);
    if (good + bad == 0) {
      return;
    }
    int fullest = bins.fullest();
    // One task among a million is still to be seen.
    double share = Math.max(0.015, (double) (good + bad) / fullest);
    double lower = share * good / (good + bad);
    html.open("g");
    html.leaf("title", title(bin));
    part("good", x, width, 1 - lower, lower);
    part("bad", x, width, 1 - share, share - lower);
    html.leaf(
        "text",
        PageWords.number(good + bad),
        "x",
        Percent.of(x + width / 2),
        "y",
        Percent.of(1 - share),
        "dy",
        "-5");
    html.close();
  }

  private void part(String kind, double x, double width, double y, double height)
      throws IOException {
    if (height > 0) {
      html.empty(
          "rect",
          "class",
          kind,
          "x",
          Percent.of(x),
          "width",
          Percent.of(width),
          "y",
          Percent.of(y),
          "height",
          Percent.of(height));
    }
  }

  private String title(int bin) {
    String range = TimeAxis.text(DurationHistogram.from(bin));
    if (bin + 1 < bins.bins()) {
      range += " to " + TimeAxis.text(DurationHistogram.from(bin + 1));
    }
    String bad = bins.bad(bin) == 0 ? "" : ", " + bins.bad(bin) + " did not pass";
    return range + ": " + PageWords.tasks(bins.good(bin) + bins.bad(bin)) + bad;
  }

  void slowest() throws IOException {
    html.open("ol", "class", "slowest");
    long longest = Math.max(1, facts.slowest().get(0).nanos());
    for (PageFacts.Slow slow : facts.slowest()) {
      html.open("li", "class", slow.outcome().label());
      String link = facts.link(slow.index());
      String id = Words.id(slow.id());
      if (link.isEmpty()) {
        html.leaf("bdi", id);
      } else {
        html.open("a", "href", link).leaf("bdi", id).close();
      }
      html.leaf("span", TimeAxis.exact(slow.nanos()), "class", "time");
      html.open("svg", "aria-hidden", "true");
      html.empty(
          "rect",
          "width",
          Percent.of(slow.nanos(), longest),
          "height",
          "100%",
          "rx",
          "2",
          "fill",
          PagePatterns.fill(slow.outcome()));
      html.close().close();
    }
    html.close();
  }
}
