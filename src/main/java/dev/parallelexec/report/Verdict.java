package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The one sentence about a list that Maven repeats at the very end. */
public final class Verdict {
  /** Beyond so many the names are counted. */
  static final int MOST_NAMES = 10;

  private Verdict() {}

  /**
   * {@code 4 of 120 tasks did not pass: bad.yaml, stuck.yaml. See target/…/results.json}. Cancelled
   * tasks are counted apart and not named.
   *
   * @param result of a list that is not {@linkplain ListResult#good() good}
   * @param path where the details are, as people see it; empty where there are none
   */
  public static String text(ListResult result, String path) {
    int cancelled = result.count(Outcome.CANCELLED);
    int bad =
        result.counts().entrySet().stream()
                .filter(entry -> !entry.getKey().good())
                .mapToInt(Map.Entry::getValue)
                .sum()
            - cancelled;
    String of = " of " + Words.tasks(result.tasks());
    String sentence;
    if (bad == 0) {
      sentence = cancelled + of + (cancelled == 1 ? " was cancelled" : " were cancelled");
    } else {
      sentence =
          bad
              + of
              + " did not pass"
              + (cancelled > 0 ? " and " + cancelled + (cancelled == 1 ? " was" : " were") : "")
              + (cancelled > 0 ? " cancelled" : "")
              + names(result.notPassed(), bad);
    }
    return path.isEmpty() ? sentence : sentence + ". See " + path;
  }

  private static String names(List<TaskResult> notPassed, int bad) {
    String named =
        notPassed.stream()
            .limit(MOST_NAMES)
            .map(result -> Words.id(result.task().id()))
            .collect(Collectors.joining(", "));
    int more = bad - Math.min(notPassed.size(), MOST_NAMES);
    if (named.isEmpty()) {
      return "";
    }
    return ": " + named + (more > 0 ? " and " + more + " more" : "");
  }
}
