package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.report.JsonLine.Name;
import dev.parallelexec.task.Outcome;
import java.time.temporal.ChronoUnit;

/**
 * What stands around the tasks in {@code results.json}, as {@code docs/results.md} describes it.
 */
final class ResultText {
  static final int SCHEMA = 1;

  private static final Name VERSION = new Name("schema");
  private static final Name EXECUTION = new Name("execution");
  private static final Name MODE = new Name("mode");
  private static final Name WORKERS = new Name("workers");
  private static final Name STARTED = new Name("started");
  private static final Name SECONDS = new Name("seconds");
  private static final Name STOPPED = new Name("stopped");
  private static final Name COUNTS = new Name("counts");
  private static final Name FLAKY = new Name("flaky");

  private final Json json;

  ResultText(Json json) {
    this.json = json;
  }

  /** Everything before the first task. */
  String before(ListHead head, ListEnd end) {
    ListResult result = end.result();
    Bytes text = new Bytes();
    JsonLine out = new JsonLine(text);
    out.begin()
        .number(VERSION, SCHEMA)
        .text(EXECUTION, head.execution())
        .text(MODE, head.mode().label())
        .number(WORKERS, head.workers())
        .text(STARTED, head.started().truncatedTo(ChronoUnit.MILLIS).toString())
        .seconds(SECONDS, result.nanos());
    if (!end.stopped().isEmpty()) {
      out.text(STOPPED, end.stopped());
    }
    out.object(COUNTS);
    for (Outcome outcome : Outcome.values()) {
      out.number(new Name(outcome.label()), result.count(outcome));
    }
    out.number(FLAKY, result.flaky()).end();
    return text + ",\n\"tasks\":[";
  }

  /** Everything after the last task. */
  String after(ListEnd end) {
    return "],\n\"value\":" + json.checked(end.result().value()) + "}\n";
  }
}
