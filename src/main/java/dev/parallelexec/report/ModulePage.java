package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code index.html} and {@code trace.json} of a module: its executions side by side, from what was
 * told and, for what this build did not run, from what is on disk.
 */
final class ModulePage {
  private static final Json JSON = new Json();

  private final ListHead.Build build;
  private final List<ListStatus> lists = new ArrayList<>();

  /**
   * Reads how the executions ended.
   *
   * @param told how some of them did, by their directories
   */
  ModulePage(Path directory, Map<Path, ListStatus> told, ListHead.Build build) throws IOException {
    this.build = build;
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (!Files.isDirectory(child)) {
          continue;
        }
        ListStatus known = told.get(child);
        ListStatus status = known == null ? ListStatus.of(child, JSON) : known;
        if (status != null) {
          lists.add(status);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    lists.sort((one, other) -> one.text("started").compareTo(other.text("started")));
  }

  /** Writes the trace of this run of Maven. */
  void trace(OutputStream out, Path latest) throws IOException {
    String head = ModuleTrace.head(latest);
    List<Path> directories = new ArrayList<>();
    for (ListStatus list : lists) {
      directories.add(list.directory());
    }
    ModuleTrace.write(out, head, directories);
  }

  /** Writes the page. */
  void page(OutputStream stream) throws IOException {
    Markup html = Markup.html(stream);
    Page.begin(html, build.module() + " · parallel-exec");
    PagePatterns.define(html);
    html.open("header").leaf("h1", build.module());
    int bad = 0;
    for (ListStatus list : lists) {
      bad += list.good() ? 0 : 1;
    }
    String all = lists.size() == 1 ? "1 execution" : lists.size() + " executions";
    String verdict = bad == 0 ? all : bad + " of " + all + " did not pass";
    html.leaf("p", verdict, "class", "verdict " + (bad == 0 ? "passed" : "failed")).close();
    html.open("main").open("ul", "class", "lists");
    html.line();
    for (ListStatus list : lists) {
      list(html, list);
    }
    html.close().close();
    html.open("footer").open("p").leaf("a", TraceFile.NAME, "href", TraceFile.NAME);
    html.text(" has the executions of this run on one time axis, for Perfetto.").close().close();
    html.end();
  }

  private void list(Markup html, ListStatus list) throws IOException {
    String kind = list.running() ? "running" : list.good() ? "passed" : "failed";
    html.open("li", "class", kind);
    String page = list.directory().getFileName() + "/" + Page.NAME;
    boolean there = Files.exists(list.directory().resolve(Page.NAME));
    html.open("h2");
    if (there) {
      html.leaf("a", list.text("execution"), "href", page);
    } else {
      html.text(list.text("execution"));
    }
    html.close();
    html.open("p", "class", "about").text(about(list)).close();
    ribbon(html, list);
    html.open("p", "class", "counts");
    for (Outcome outcome : Outcome.values()) {
      if (list.count(outcome) > 0) {
        String text = PageWords.number(list.count(outcome)) + " " + PageWords.of(outcome);
        html.leaf("span", text, "class", "chip " + outcome.label()).text(" ");
      }
    }
    html.close().close();
    html.line();
  }

  private String about(ListStatus list) {
    String state = list.text("state").equals("finished") ? "" : list.text("state") + " · ";
    String earlier = list.text("run").equals(build.run()) ? "" : " · an earlier run";
    String tasks = list.running() ? list.done() + " done" : PageWords.tasks(list.done());
    return state
        + list.text("mode")
        + " · "
        + tasks
        + " · "
        + TimeAxis.exact(list.nanos())
        + earlier;
  }

  private static void ribbon(Markup html, ListStatus list) throws IOException {
    html.open("svg", "class", "ribbon", "aria-hidden", "true");
    int before = 0;
    for (Outcome outcome : Outcome.values()) {
      int count = list.count(outcome);
      if (count > 0) {
        html.empty(
            "rect",
            "x",
            Percent.of(before, list.done()),
            "width",
            Percent.of(count, list.done()),
            "height",
            "100%",
            "fill",
            PagePatterns.fill(outcome));
        before += count;
      }
    }
    html.close();
  }
}
