package dev.parallelexec.report;

import dev.parallelexec.task.Mode;
import java.time.Instant;

/**
 * What is known of a task list before its first task.
 *
 * @param build what it is part of
 * @param execution the execution's id
 * @param mode how the tasks follow each other
 * @param workers the bound, 1 or more
 * @param size how many tasks, -1 where only the end will tell
 * @param java the workers' {@code java.version}; empty where it is not known
 * @param prefix what every block starts with under {@code -T}, as <code>[module execution] </code>
 *     with the blank; else empty
 * @param started when the list began
 */
public record ListHead(
    Build build,
    String execution,
    Mode mode,
    int workers,
    int size,
    String java,
    String prefix,
    Instant started) {
  /**
   * What the lists of one Maven run have in common, as far as reports tell it.
   *
   * @param module the module's artifact id
   * @param run which run of Maven it is: the same text for all lists of one run, and for no other
   */
  public record Build(String module, String run) {}
}
