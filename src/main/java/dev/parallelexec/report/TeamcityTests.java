package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.util.UUID;

/** Tells TeamCity of a list as of a suite of tests. */
final class TeamcityTests implements ReportPart {
  /** So many tasks that passed are told of; those that did not pass always. */
  static final int MOST_PASSED = 5_000;

  private static final int MOST_DETAILS = 8_000;

  private final ListHead head;
  private final Console console;

  /** Of this list: others may be told of in between. */
  private final String flow;

  private int passed;

  TeamcityTests(ListHead head, Console console, String flow) {
    this.head = head;
    this.console = console;
    this.flow = flow;
  }

  static TeamcityTests of(ListHead head, Console console) {
    return new TeamcityTests(head, console, "parallel-exec-" + UUID.randomUUID());
  }

  @Override
  public void start() {
    tell("testSuiteStarted", "name", suite());
  }

  @Override
  public void finished(TaskResult result) {
    passed += result.outcome() == Outcome.PASSED ? 1 : 0;
    if (result.outcome() == Outcome.PASSED && passed > MOST_PASSED) {
      return;
    }
    String name = Words.cut(result.task().id(), Words.MOST_MESSAGE);
    Attempt last = result.last();
    console.together(
        () -> {
          tell("testStarted", "name", name, "captureStandardOutput", "false");
          ending(name, last);
          String millis = Long.toString(last.span().nanos() / 1_000_000);
          tell("testFinished", "name", name, "duration", millis);
        });
  }

  private void ending(String name, Attempt last) {
    Failure failure = last.failure();
    String message = failure == null ? "" : Words.message(failure.headline());
    switch (last.outcome()) {
      case PASSED -> {}
      case UP_TO_DATE -> tell("testIgnored", "name", name, "message", "up to date");
      case CANCELLED -> tell("testIgnored", "name", name, "message", "cancelled: " + message);
      case FAILED, TIMED_OUT, CRASHED, OUT_OF_MEMORY -> {
        String stack = failure == null ? "" : failure.stack();
        String details = stack.substring(0, Math.min(stack.length(), MOST_DETAILS));
        String why = StatusLines.word(last.outcome()) + " " + message;
        tell("testFailed", "name", name, "message", why, "details", details);
      }
    }
  }

  @Override
  public void end(ListEnd end) {
    tell("testSuiteFinished", "name", suite());
  }

  private String suite() {
    return head.prefix() + head.execution();
  }

  /** Under {@code -q} only what did not pass is told, and the log has that. */
  private void tell(String kind, String... namesAndValues) {
    if (console.infoEnabled()) {
      String[] all = new String[namesAndValues.length + 2];
      System.arraycopy(namesAndValues, 0, all, 0, namesAndValues.length);
      all[namesAndValues.length] = "flowId";
      all[namesAndValues.length + 1] = flow;
      console.command(TeamcityLog.message(kind, all));
    }
  }
}
