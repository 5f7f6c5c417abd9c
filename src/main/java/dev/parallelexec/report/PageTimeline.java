package dev.parallelexec.report;

import java.io.IOException;
import java.util.List;

/**
 * Draws the timeline of the workers: a lane a slot or a thread of it, a bar an attempt. Places are
 * shares of the width, so that the picture fits a phone and a wall, and letters keep their size.
 */
final class PageTimeline {
  /** Wide enough for some letters of the id, on a screen. */
  private static final double LABELLED = 0.05;

  /** Too thin for a border. */
  private static final double THIN = 0.005;

  private static final int LOW_LANES = 10;
  private static final int FLAT_LANES = 40;

  /** Merged neighbours are told of in such pieces, so that pointing at them says something. */
  private static final int MOST_COLUMNS = 24;

  private static final int MOST_LABEL = 40;
  private static final int MOST_CROSSES = 8;
  private static final String INSIDE = "100%";

  private final Markup html;
  private final PageFacts facts;
  private final Lanes lanes;
  private final long total;
  private final List<Long> marks;

  PageTimeline(Markup html, PageFacts facts) {
    this.html = html;
    this.facts = facts;
    this.lanes = facts.lanes;
    this.total = lanes.totalNanos();
    this.marks = TimeAxis.marks(total);
  }

  void draw(WorkerHistory history) throws IOException {
    int count = lanes.lanes().size();
    String size = count > FLAT_LANES ? " flat" : count > LOW_LANES ? " low" : "";
    html.open("div", "class", "timeline" + size);
    for (Lanes.Lane lane : lanes.lanes()) {
      html.leaf("span", LaneNumber.name(lane.number), "class", "slot");
      html.open(
          "svg",
          "class",
          "lane",
          "role",
          "img",
          "aria-label",
          label(lane, history.nodes(lane.slot)));
      grid();
      for (WorkerHistory.Life life : history.lives()) {
        if (life.slot == lane.slot && life.starting != WorkerHistory.NEVER) {
          starting(life);
        }
      }
      for (Lanes.Run run : lanes.runs(lane, MOST_COLUMNS)) {
        run(run);
      }
      for (Lanes.Bar bar : lane.bars) {
        bar(bar);
      }
      for (int at = lane.deaths.nextSetBit(0); at >= 0; at = lane.deaths.nextSetBit(at + 1)) {
        death(at, lane.deaths.cardinality() > MOST_CROSSES);
      }
      html.close();
      html.leaf("span", Percent.rounded(lane.busyNanos, total), "class", "busy");
      html.line();
    }
    axis();
    html.close();
  }

  private String label(Lanes.Lane lane, String nodes) {
    return "worker "
        + LaneNumber.name(lane.number)
        + nodes
        + ": "
        + lane.attempts
        + (lane.attempts == 1 ? " attempt, busy " : " attempts, busy ")
        + Percent.rounded(lane.busyNanos, total);
  }

  private void grid() throws IOException {
    for (long mark : marks) {
      String x = Percent.of(mark, total);
      html.empty("line", "class", "grid", "x1", x, "x2", x, "y1", "0", "y2", INSIDE);
    }
  }

  private void starting(WorkerHistory.Life life) throws IOException {
    long to = life.ready == WorkerHistory.NEVER ? total : life.ready;
    rectangle("starting", life.starting, to - life.starting);
    html.leaf("title", "the worker starts, " + TimeAxis.exact(to - life.starting)).close();
  }

  /** Opens the element. */
  private void rectangle(String kind, long from, long nanos) throws IOException {
    html.open(
        "rect",
        "class",
        kind,
        "x",
        Percent.of(from, total),
        "width",
        Percent.of(Math.min(nanos, total - from), total),
        "y",
        "0",
        "height",
        INSIDE);
  }

  private void run(Lanes.Run run) throws IOException {
    html.open(
        "rect",
        "class",
        "run f" + lanes.level(run),
        "fill",
        PagePatterns.fill(run.outcome()),
        "x",
        Percent.of(run.from(), lanes.columns()),
        "width",
        Percent.of(run.to() - run.from(), lanes.columns()),
        "y",
        "0",
        "height",
        INSIDE);
    String worst = run.outcome().good() ? "" : ", the worst " + PageWords.of(run.outcome());
    html.leaf("title", PageWords.number(run.attempts()) + " attempts" + worst).close();
  }

  private void bar(Lanes.Bar bar) throws IOException {
    String link = facts.link(bar.index());
    if (!link.isEmpty()) {
      html.open("a", "href", link);
    }
    long from = Math.min(bar.startNanos(), total);
    long nanos = Math.min(bar.nanos(), total - from);
    double share = Percent.share(nanos, total);
    html.open(
        "svg",
        "class",
        share < THIN ? "bar thin" : "bar",
        "x",
        Percent.of(from, total),
        "width",
        Percent.of(nanos, total),
        "height",
        INSIDE);
    html.leaf("title", title(bar));
    html.empty(
        "rect",
        "width",
        INSIDE,
        "height",
        INSIDE,
        "rx",
        "2",
        "fill",
        PagePatterns.fill(bar.outcome()));
    if (share >= LABELLED) {
      String kind = bar.outcome().label();
      html.leaf("text", label(bar.id()), "x", "6", "y", "50%", "dy", ".35em", "class", kind);
    }
    html.close();
    if (!link.isEmpty()) {
      html.close();
    }
  }

  /** Of a path the name: where there is little room, that is what tells tasks apart. */
  private static String label(String id) {
    int from = id.lastIndexOf('/', id.length() - 2) + 1;
    return Words.cut(id.substring(from), MOST_LABEL);
  }

  private static String title(Lanes.Bar bar) {
    String attempt = bar.number() > 1 ? ", attempt " + bar.number() : "";
    String why = bar.message().isEmpty() ? "" : ": " + bar.message();
    String how = PageWords.of(bar.outcome()) + " after " + TimeAxis.exact(bar.nanos());
    return Words.id(bar.id()) + attempt + ", " + how + why;
  }

  /** A cross where a worker died; where there are many, a small wedge. */
  private void death(int column, boolean many) throws IOException {
    html.open("svg", "class", "death", "x", Percent.of(column + 1L, lanes.columns()), "y", "50%");
    html.leaf("title", "the worker died");
    if (many) {
      html.empty("path", "class", "wedge", "d", "M-3.5-14h7L0-8z");
    } else {
      html.empty("circle", "r", "7");
      html.empty("path", "d", "M-3-3 3 3M3-3-3 3");
    }
    html.close();
  }

  private void axis() throws IOException {
    html.open("svg", "class", "axis", "aria-hidden", "true");
    int odd = 0;
    for (long mark : marks) {
      String anchor = mark == 0 ? "start" : mark > total * 0.96 ? "end" : "middle";
      html.leaf(
          "text",
          TimeAxis.text(mark),
          "x",
          Percent.of(mark, total),
          "y",
          "13",
          "text-anchor",
          anchor,
          "class",
          odd++ % 2 == 0 ? "even" : "odd");
    }
    html.close();
  }
}
