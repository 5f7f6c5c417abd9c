package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import java.util.List;

/**
 * How a list ended.
 *
 * @param result what came of its tasks; of a stopped list, of those that are known
 * @param stopped why it was stopped before its end, a phrase; empty where it was not
 * @param running what ran when it was stopped, in list order
 */
record ListEnd(ListResult result, String stopped, List<Progress.Running> running) {
  /** Every task has ended. */
  static ListEnd of(ListResult result) {
    return new ListEnd(result, "", List.of());
  }
}
