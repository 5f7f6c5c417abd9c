package dev.parallelexec.process;

import java.time.Duration;

/**
 * How long something of the user's may take, where no limit of the user's own says it, before it
 * counts as hanging.
 *
 * @param hello from the start of a worker's process to its first words; a JVM on a busy machine may
 *     take long to start
 * @param close what the {@code close} methods of a list's instances take together in one worker
 * @param silence of a worker on another machine, which is asked every third of that time whether it
 *     is there
 * @param exit from the beginning of a JVM's shutdown in mid-task to its end: shutdown hooks
 */
record Patience(Duration hello, Duration close, Duration exit, Duration silence) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(120),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));
}
