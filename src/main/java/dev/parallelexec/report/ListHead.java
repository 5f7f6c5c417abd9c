package dev.parallelexec.report;

import dev.parallelexec.task.Mode;
import java.time.Instant;

/**
 * What is known of a task list before its first task.
 *
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
    String execution,
    Mode mode,
    int workers,
    int size,
    String java,
    String prefix,
    Instant started) {}
