package dev.parallelexec.process;

import dev.parallelexec.task.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended, most specific reason first.
 *
 * @param initializer what the initializer threw; null unless that is the reason
 * @param ready whether it ever was ready for tasks
 * @param exitCode of its process; null where it could not be learned
 * @param reason a phrase for people, as {@code exit 137 (SIGKILL): killed from outside}
 * @param signal as {@code SIGKILL}; empty where it was none
 * @param lastWords the last bytes that its process wrote past our streams; may be empty
 */
record Death(
    @Nullable Failure initializer,
    boolean ready,
    @Nullable Integer exitCode,
    String reason,
    String signal,
    String lastWords) {}
