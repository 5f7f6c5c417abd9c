package dev.parallelexec.remote;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the nodes come by files of this machine. */
public enum Staging {
  /** Each node is asked whether it has this machine's files under their names. */
  AUTO,
  /** They have them. */
  SHARED,
  /** They are sent them. */
  COPY;

  /** Its name among {@code engineProperties}. */
  public static final String PROPERTY = "staging";

  /**
   * What the POM says.
   *
   * @param text null where it says nothing
   * @param problem told in a sentence where that is none
   */
  public static Staging of(@Nullable String text, Consumer<String> problem) {
    if (text == null) {
      return AUTO;
    }
    String given = text.strip();
    for (Staging staging : values()) {
      if (staging.label().equals(given)) {
        return staging;
      }
    }
    List<String> labels = Arrays.stream(values()).map(Staging::label).toList();
    problem.accept(Nearest.wrong("engineProperties: " + PROPERTY, given, labels));
    return AUTO;
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
