package dev.parallelexec.pool;

import java.time.Duration;

/**
 * What the tasks of a list get their claims from.
 *
 * @param list its name, for other lists that wait for one of its tasks
 * @param slots how many the list asked for: attempts at once, 1 or more; fewer may be granted
 * @param locks of the whole build
 * @param slowAfter when nothing of the list has run for so long, because others have locks, the
 *     listener is told, once; zero for never
 */
public record Supply(String list, int slots, Locks locks, Duration slowAfter) {}
