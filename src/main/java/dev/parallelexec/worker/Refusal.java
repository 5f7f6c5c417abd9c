package dev.parallelexec.worker;

import org.jspecify.annotations.Nullable;

/** A call cannot be made, or its result cannot be told: a sentence for people. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String sentence) {
    this(sentence, null);
  }

  /** With what the user's code threw, if that is the reason. */
  Refusal(String sentence, @Nullable Throwable cause) {
    super(sentence, cause, false, false);
  }

  /** The sentence; unlike {@code getMessage} never null. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
