package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Draws the top of a page: the verdict, a ribbon of outcomes, the figures. */
final class PageTiles {
  private final Markup html;
  private final ListEnd end;
  private final ListResult result;

  PageTiles(Markup html, ListEnd end) {
    this.html = html;
    this.end = end;
    this.result = end.result();
  }

  void verdict() throws IOException {
    html.open("p", "class", "verdict " + verdictKind());
    html.text(sentence());
    html.close();
    if (!end.stopped().isEmpty()) {
      html.leaf("p", "Stopped before its end: " + Words.message(end.stopped()), "class", "stopped");
    }
  }

  private String verdictKind() {
    if (!end.stopped().isEmpty()) {
      return "cancelled";
    }
    return result.good() ? "passed" : "failed";
  }

  private String sentence() {
    int tasks = result.tasks();
    int good = result.count(Outcome.PASSED) + result.count(Outcome.UP_TO_DATE);
    if (tasks == 0) {
      return "There were no tasks";
    } else if (good == tasks) {
      return tasks == 1 ? "The task passed" : "All " + PageWords.tasks(tasks) + " passed";
    } else if (good == 0) {
      return "None of " + PageWords.tasks(tasks) + " passed";
    }
    return PageWords.number(good) + " of " + PageWords.tasks(tasks) + " passed";
  }

  /** The shares of the outcomes, as wide as they are. */
  void ribbon() throws IOException {
    int tasks = result.tasks();
    if (tasks == 0) {
      return;
    }
    html.open("svg", "class", "ribbon", "role", "img", "aria-label", sentence());
    int before = 0;
    for (Outcome outcome : Outcome.values()) {
      int count = result.count(outcome);
      if (count > 0) {
        html.open(
            "rect",
            "x",
            Percent.of(before, tasks),
            "width",
            Percent.of(count, tasks),
            "height",
            "100%",
            "fill",
            PagePatterns.fill(outcome));
        html.leaf("title", PageWords.number(count) + " " + PageWords.of(outcome)).close();
        before += count;
      }
    }
    html.close();
  }

  /** What the colours mean, and how many there are of each. */
  void legend() throws IOException {
    html.open("p", "class", "legend");
    for (Outcome outcome : Outcome.values()) {
      int count = result.count(outcome);
      if (count > 0) {
        html.open("span", "class", "mark " + outcome.label());
        html.leaf("b", PageWords.number(count)).text(" " + PageWords.of(outcome));
        if (outcome == Outcome.PASSED && result.flaky() > 0) {
          html.text(" ").leaf("small", "(" + PageWords.number(result.flaky()) + " flaky)");
        }
        html.close().text(" ");
      }
    }
    html.close();
  }

  void tiles(PageFacts facts, WorkerHistory history) throws IOException {
    html.open("dl", "class", "tiles");
    tile(TimeAxis.exact(result.nanos()), "wall time", "");
    int used = facts.lanes.lanes().size();
    if (used > 0) {
      double faster = Percent.share(result.taskNanos(), result.nanos());
      String times = String.format(Locale.ROOT, "%.1f ×", faster);
      String one = TimeAxis.exact(result.taskNanos());
      if (faster >= 1.05) {
        tile(times, "faster than one by one", "task time " + one);
      } else {
        tile(one, "task time", "");
      }
      workers(facts.lanes, history);
    }
    if (!facts.slowest().isEmpty()) {
      PageFacts.Slow slowest = facts.slowest().get(0);
      tile(TimeAxis.exact(slowest.nanos()), "slowest task", Words.cut(slowest.id(), 40));
    }
    html.close();
  }

  private void workers(Lanes lanes, WorkerHistory history) throws IOException {
    List<String> notes = new ArrayList<>();
    int all = lanes.lanes().size();
    Set<Integer> slots = new HashSet<>();
    for (Lanes.Lane lane : lanes.lanes()) {
      slots.add(lane.slot);
    }
    int used = slots.size();
    notes.add("busy " + Percent.rounded(result.taskNanos(), result.nanos() * all));
    int restarts = history.restarts();
    if (restarts > 0) {
      notes.add(PageWords.number(restarts) + " restarted");
    }
    long peak = 0;
    for (Series memory : history.memory().values()) {
      peak += memory.peak();
    }
    if (peak > 0) {
      notes.add("up to " + PageWords.number((int) (peak >> 20)) + " MiB");
    }
    String label = used == 1 ? "worker" : "workers";
    tile(Integer.toString(used), label, String.join(", ", notes));
  }

  private void tile(String figure, String label, String note) throws IOException {
    html.open("div", "class", "tile").leaf("dt", label).leaf("dd", figure);
    if (!note.isEmpty()) {
      html.open("dd", "class", "note").leaf("bdi", note).close();
    }
    html.close();
  }
}
