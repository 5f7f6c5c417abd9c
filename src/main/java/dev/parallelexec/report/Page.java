package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * {@code index.html}: a list on a page. No script and no style in it, so that a strict content
 * security policy, as Jenkins has, changes nothing, and nothing that a task printed can act.
 */
final class Page {
  static final String NAME = "index.html";
  static final String STYLE = "style.css";
  private static final DateTimeFormatter STARTED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final ListHead head;
  private final Path directory;
  private final ResultsFile results;
  private final WorkerHistory history;

  Page(ListHead head, Path directory, ResultsFile results, WorkerHistory history) {
    this.head = head;
    this.directory = directory;
    this.results = results;
    this.history = history;
  }

  /**
   * Writes all of it.
   *
   * @param facts gathered from all tasks
   * @param others names of the other files in the directory, to be linked
   */
  void write(OutputStream stream, ListEnd end, PageFacts facts, Iterable<String> others)
      throws IOException {
    Markup html = Markup.html(stream);
    begin(html, head.execution() + " · " + head.build().module());
    PagePatterns.define(html);
    PageTiles tiles = new PageTiles(html, end);
    header(html, tiles);
    html.open("main");
    tiles.ribbon();
    tiles.legend();
    tiles.tiles(facts, history);
    if (!facts.lanes.isEmpty()) {
      section(html, "when", "Timeline", legend(facts));
      new PageTimeline(html, facts).draw(history);
      html.close();
    }
    PageTasks tasks = new PageTasks(html, facts, directory);
    failures(html, facts, tasks, end);
    durations(html, facts);
    if (end.result().tasks() > 0) {
      section(html, "list", "Tasks", where(facts));
      tasks.table(results);
      html.close();
    }
    html.close();
    footer(html, others);
    html.end();
  }

  /** Puts the style sheet of pages into a directory of theirs. */
  static void style(Path directory) throws IOException {
    WholeFile.write(
        directory.resolve(STYLE),
        out -> {
          try (InputStream style = Page.class.getResourceAsStream(STYLE)) {
            if (style != null) {
              style.transferTo(out);
            }
          }
        });
  }

  /** The head of a page, and the beginning of its body. */
  static void begin(Markup html, String title) throws IOException {
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.leaf("title", title);
    html.empty("link", "rel", "stylesheet", "href", STYLE);
    html.close().open("body");
    html.line();
  }

  private void header(Markup html, PageTiles tiles) throws IOException {
    html.open("header");
    html.open("nav").leaf("a", head.build().module(), "href", "../" + NAME).close();
    html.leaf("h1", head.execution());
    tiles.verdict();
    html.open("p", "class", "about");
    String workers = head.workers() == 1 ? "1 worker" : "up to " + head.workers() + " workers";
    String java = head.java().isEmpty() ? "" : " · JDK " + head.java();
    html.text(head.mode().label() + " · " + workers + java + " · ");
    html.leaf(
        "time", STARTED.format(head.started()) + " UTC", "datetime", head.started().toString());
    html.close().close();
    html.line();
  }

  private static String where(PageFacts facts) {
    String all = facts.complete() ? "" : "All of them are in results.json.";
    return facts.unlisted() == 0
        ? all
        : PageWords.number(facts.unlisted()) + " were up to date and are not listed. " + all;
  }

  private static String legend(PageFacts facts) {
    int lanes = facts.lanes.lanes().size();
    boolean threads =
        facts.lanes.lanes().stream().anyMatch(lane -> LaneNumber.isThread(lane.number));
    String each = threads ? "A lane a worker's thread" : "A lane a worker";
    return lanes == 1 ? "The worker and its attempts" : each + ", a bar an attempt";
  }

  /** Opens a section. */
  private static void section(Markup html, String id, String title, String note)
      throws IOException {
    html.open("section", "class", id).open("h2").text(title);
    if (!note.isEmpty()) {
      html.text(" ").leaf("small", note);
    }
    html.close();
  }

  private void failures(Markup html, PageFacts facts, PageTasks tasks, ListEnd end)
      throws IOException {
    if (!facts.bad.isEmpty()) {
      int bad = 0;
      for (Outcome outcome : Outcome.values()) {
        bad += outcome.good() ? 0 : end.result().count(outcome);
      }
      bad -= end.result().count(Outcome.CANCELLED);
      int shown = facts.bad.size();
      String note = shown < bad ? "The first " + shown + " of " + PageWords.number(bad) : "";
      section(html, "bad", "Did not pass", note);
      tasks.bad(results);
      html.close();
    }
    if (!facts.flaky.isEmpty() || !facts.leaky.isEmpty()) {
      section(html, "look", "Worth a look", "");
      tasks.doubtful(results);
      html.close();
    }
  }

  private static void durations(Markup html, PageFacts facts) throws IOException {
    if (facts.histogram.isEmpty() || facts.tasks() < 3) {
      return;
    }
    PageHistogram durations = new PageHistogram(html, facts);
    html.open("div", "class", "two");
    section(html, "durations", "Durations", "How many tasks took how long");
    durations.draw();
    html.close();
    section(html, "slow", "Slowest", "");
    durations.slowest();
    html.close();
    html.close();
  }

  private static void footer(Markup html, Iterable<String> others) throws IOException {
    html.open("footer").open("p").text("Files: ");
    for (String other : others) {
      html.leaf("a", other, "href", other).text(" ");
    }
    html.close();
    html.leaf("p", "trace.json opens in Perfetto and in Chrome's tracing.");
    html.close();
  }
}
