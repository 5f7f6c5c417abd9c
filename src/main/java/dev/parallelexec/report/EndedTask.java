package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.util.List;

/**
 * What the pages know of a task that has ended. Read back from disk, one at a time; long texts are
 * cut, which {@code results.json} and the log are not.
 *
 * @param index place in the list, from 0
 * @param id unique in the list
 * @param call what was called, as users write it
 * @param arguments of the last attempt
 * @param attempts in order, at least one; the last one decides
 * @param log the path of the task's log in the report's directory; empty where there is none
 */
record EndedTask(
    int index,
    String id,
    String call,
    List<String> arguments,
    List<EndedAttempt> attempts,
    String log) {
  /** The attempt that decides. */
  Attempt last() {
    return attempts.get(attempts.size() - 1).attempt();
  }

  Outcome outcome() {
    return last().outcome();
  }

  /** Passed, but not at the first attempt. */
  boolean flaky() {
    return outcome() == Outcome.PASSED && attempts.size() > 1;
  }

  /** How many attempts a worker began. */
  int tries() {
    int ran = 0;
    for (EndedAttempt attempt : attempts) {
      ran += attempt.attempt().number() > 0 ? 1 : 0;
    }
    return ran;
  }

  /** What the last attempt left behind. */
  List<String> leaks() {
    return last().leaks();
  }

  /** What was called, as one would type it into a shell. */
  String command() {
    return ShellText.command(call, arguments);
  }

  /** A sink for tasks in list order. */
  interface Sink {
    void take(EndedTask task) throws IOException;
  }

  /** One that has an eye for quiet ones: they are handed on as what they are, and only so. */
  interface QuickSink extends Sink {
    void take(QuietTask task) throws IOException;
  }
}
