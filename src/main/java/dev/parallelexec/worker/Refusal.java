package dev.parallelexec.worker;

/** A call cannot be made, or its result cannot be told: a sentence for people. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** The words follow one another as they are, without spaces of ours. */
  Refusal(Object... words) {
    this((Throwable) null, words);
  }

  /** With what the user's code threw, if that is the reason. */
  Refusal(@Nullable Throwable cause, Object... words) {
    super(text(words), cause, false, false);
  }

  /** The sentence; unlike {@code getMessage} never null. */
  String sentence() {
    return String.valueOf(getMessage());
  }

  /** One text: smaller than a chain of calls wherever one is put together. */
  static String text(Object... words) {
    StringBuilder text = new StringBuilder();
    for (Object word : words) {
      text.append(word);
    }
    return text.toString();
  }
}
