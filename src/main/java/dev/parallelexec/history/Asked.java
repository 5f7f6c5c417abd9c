package dev.parallelexec.history;

/**
 * What is asked of a run.
 *
 * @param incremental whether any task says inputs or outputs
 * @param whole whether it has all tasks of its list: no filter, no partition
 * @param inOrder whether one task runs after the other, and may read what those before it wrote
 * @param reduced whether there is a reducer, which needs results as objects
 * @param force whether all tasks run, up to date or not
 * @param resume what is left out
 */
public record Asked(
    boolean incremental,
    boolean whole,
    boolean inOrder,
    boolean reduced,
    boolean force,
    Resume resume) {}
