package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Draws the tasks of a page: those that did not pass with their evidence, and the table. */
final class PageTasks {
  /** So many are open from the start. */
  private static final int OPEN = 3;

  /** Up to so many rows the table is open from the start, and has all output in it. */
  private static final int OPEN_ROWS = 500;

  private static final int MOST_BAD_OUTPUT = 24_000;
  private static final int MOST_OUTPUT = 4_000;

  /** All evidence together: above it a page is slow. */
  private static final int MOST_EVIDENCE = 3_000_000;

  private final Markup html;
  private final PageFacts facts;
  private final Path directory;
  private int evidence;

  PageTasks(Markup html, PageFacts facts, Path directory) {
    this.html = html;
    this.facts = facts;
    this.directory = directory;
  }

  void bad(ResultsFile results) throws IOException {
    int[] shown = {0};
    for (int index : facts.bad) {
      results.task(index, task -> card(task, shown[0]++ < OPEN));
    }
  }

  private void card(EndedTask task, boolean open) throws IOException {
    Attempt last = task.last();
    details("card " + task.outcome().label(), "t" + task.index(), open);
    html.open("summary");
    outcome(task.outcome());
    html.leaf("bdi", task.id(), "class", "id");
    html.leaf("span", TimeAxis.exact(last.span().nanos()), "class", "time");
    Failure failure = last.failure();
    if (failure != null) {
      html.leaf("span", Words.message(failure.headline()), "class", "why");
    }
    html.close();
    html.open("dl", "class", "facts");
    fact("called", task.command());
    fact("ran on", where(task));
    leaks(task);
    html.close();
    int before = task.attempts().size() - 1;
    for (EndedAttempt earlier : task.attempts().subList(0, before)) {
      attempt(earlier.attempt());
    }
    stack(last);
    output(task, MOST_BAD_OUTPUT);
    html.close();
    html.line();
  }

  private void details(String kind, String id, boolean open) throws IOException {
    if (open) {
      html.open("details", "class", kind, "id", id, "open", "");
    } else {
      html.open("details", "class", kind, "id", id);
    }
  }

  private void outcome(Outcome outcome) throws IOException {
    html.leaf("span", PageWords.of(outcome), "class", "chip " + outcome.label());
  }

  private void fact(String name, String text) throws IOException {
    html.open("div").leaf("dt", name).open("dd").leaf("code", text).close().close();
  }

  private static String where(EndedTask task) {
    Attempt last = task.last();
    if (last.span().slot() == 0) {
      return "no worker";
    }
    int tries = task.tries();
    String attempts = tries > 1 ? ", attempt " + last.number() + " of " + tries : "";
    return "worker " + last.span().slot() + ", pid " + last.span().pid() + attempts;
  }

  private void leaks(EndedTask task) throws IOException {
    for (String leak : task.leaks()) {
      fact("left behind", Words.message(leak));
    }
  }

  /** An attempt before the last. */
  private void attempt(Attempt attempt) throws IOException {
    Failure failure = attempt.failure();
    html.open("p", "class", "try");
    html.text("Attempt " + attempt.number() + " ");
    outcome(attempt.outcome());
    html.text(" after " + TimeAxis.exact(attempt.span().nanos()));
    html.text(failure == null ? "" : ": " + Words.message(failure.headline()));
    html.close();
  }

  private void stack(Attempt attempt) throws IOException {
    Failure failure = attempt.failure();
    if (failure == null || evidence > MOST_EVIDENCE) {
      return;
    }
    String text = failure.stack().isEmpty() ? failure.message() : failure.stack();
    // One line is in the summary already.
    if (text.stripTrailing().indexOf('\n') >= 0) {
      html.leaf("h4", failure.stack().isEmpty() ? "Message" : "Stack");
      pre(text.stripTrailing());
    }
  }

  private void pre(String text) throws IOException {
    evidence += text.length();
    html.leaf("pre", text, "tabindex", "0");
  }

  private void output(EndedTask task, int most) throws IOException {
    if (task.log().isEmpty()) {
      return;
    }
    String output = evidence > MOST_EVIDENCE ? "" : LogText.output(directory, task, most);
    html.open("h4").text(output.isEmpty() ? "" : "Output ");
    html.leaf("a", task.log(), "href", task.log()).close();
    if (!output.isEmpty()) {
      pre(output);
    }
  }

  /** What passed, but not as it should. */
  void doubtful(ResultsFile results) throws IOException {
    html.open("ul", "class", "doubtful");
    for (int index : facts.flaky) {
      results.task(index, this::flaky);
    }
    for (int index : facts.leaky) {
      results.task(index, this::leaky);
    }
    html.close();
  }

  private void flaky(EndedTask task) throws IOException {
    html.open("li").leaf("span", "flaky", "class", "chip flaky");
    named(task);
    html.text(" passed at attempt " + task.last().number());
    Attempt first = task.attempts().get(0).attempt();
    Failure failure = first.failure();
    String why = failure == null ? "" : ", " + Words.message(failure.headline());
    html.leaf("span", "first " + PageWords.of(first.outcome()) + why, "class", "why").close();
  }

  private void leaky(EndedTask task) throws IOException {
    html.open("li").leaf("span", "leak", "class", "chip flaky");
    named(task);
    html.text(" left behind ");
    html.leaf("span", Words.message(String.join(", ", task.leaks())), "class", "why").close();
  }

  private void named(EndedTask task) throws IOException {
    String link = facts.link(task.index());
    if (link.isEmpty()) {
      html.leaf("bdi", Words.id(task.id()));
    } else {
      html.open("a", "href", link).leaf("bdi", Words.id(task.id())).close();
    }
  }

  void table(ResultsFile results) throws IOException {
    int hidden = facts.unlisted();
    int rows =
        facts.complete() ? facts.tasks() : hidden > 0 ? facts.listed.size() : PageFacts.SAMPLE;
    details("all", "tasks", rows <= OPEN_ROWS);
    String all =
        hidden > 0
            ? PageWords.tasks(rows) + " that ran"
            : facts.complete() ? PageWords.tasks(rows) : "one task of " + facts.step();
    html.leaf("summary", "List " + (rows <= OPEN_ROWS ? "of " : "") + all);
    html.open("div", "class", "scroll").open("table");
    html.open("thead").open("tr");
    for (String column : List.of("#", "task", "outcome", "time", "worker", "attempts", "result")) {
      html.leaf("th", column, "scope", "col", "class", column.equals("#") ? "index" : column);
    }
    html.close().close().open("tbody");
    html.line();
    if (facts.complete()) {
      results.tasks(task -> row(task, rows <= OPEN_ROWS));
    } else if (hidden > 0) {
      for (int index : facts.listed) {
        results.task(index, task -> row(task, rows <= OPEN_ROWS));
      }
    } else {
      for (int index = 0; index < facts.tasks(); index += facts.step()) {
        results.task(index, task -> row(task, false));
      }
    }
    html.close().close().close().close();
  }

  private void row(EndedTask task, boolean roomy) throws IOException {
    boolean told = facts.bad.contains(task.index());
    if (told) {
      html.open("tr");
    } else {
      html.open("tr", "id", "t" + task.index());
    }
    Attempt last = task.last();
    boolean ran = last.span().slot() > 0;
    html.leaf("td", Integer.toString(task.index()));
    html.open("td");
    if (told) {
      html.open("a", "href", "#t" + task.index()).leaf("bdi", Words.id(task.id())).close();
    } else {
      html.leaf("bdi", Words.id(task.id()));
    }
    boolean output = roomy && !told && !task.log().isEmpty() && evidence <= MOST_EVIDENCE;
    if (output) {
      html.open("details").leaf("summary", "output");
      output(task, MOST_OUTPUT);
      html.close();
    } else if (!task.log().isEmpty()) {
      html.text(" ").leaf("a", "log", "href", task.log(), "class", "log");
    }
    html.close();
    html.leaf("td", PageWords.of(task.outcome()), "class", task.outcome().label());
    html.leaf("td", ran ? TimeAxis.exact(last.span().nanos()) : "–");
    html.leaf("td", ran ? Integer.toString(last.span().slot()) : "–");
    html.leaf("td", ran ? Integer.toString(task.tries()) : "–");
    html.leaf("td", result(last));
    html.close();
    html.line();
  }

  private static String result(Attempt last) {
    Failure failure = last.failure();
    if (failure != null) {
      return Words.value(failure.headline());
    }
    return last.value().equals(Attempt.NULL) ? "" : Words.value(last.value());
  }
}
