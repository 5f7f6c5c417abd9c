package dev.parallelexec.task;

/** A kind that people name by a word of its own. */
public interface Labelled {
  /** The word, as a POM has it. */
  String label();
}
