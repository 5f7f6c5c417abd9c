package dev.parallelexec.plan;

import org.jspecify.annotations.Nullable;

/**
 * A {@code <task>} of the POM, as written; what is null is taken from the list.
 *
 * @param id unique; null for the call's simple name
 * @param call what it runs
 * @param timeout a duration
 * @param retries a number from 0
 * @param idempotent {@code true} or {@code false}
 * @param claims slots, locks and files
 */
public record TaskSpec(
    @Nullable String id,
    CallSpec call,
    @Nullable String timeout,
    @Nullable String retries,
    @Nullable String idempotent,
    ClaimsSpec claims) {}
