package dev.parallelexec.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wrong in one configuration, in the order in which it was found, so that users
 * read all of it at once. The same sentence is kept once. For one thread.
 */
public final class Problems {
  /** Longer values say nothing more to a reader. */
  private static final int LONGEST_VALUE = 120;

  private final Set<String> sentences = new LinkedHashSet<>();

  /** Adds a whole sentence, without a full stop. */
  public void add(String sentence) {
    sentences.add(sentence);
  }

  /**
   * Adds a wrong value.
   *
   * @param parameter the element as the user wrote it
   * @param value what it says
   * @param allowed what it may say, as a phrase: {@code a number from 1}
   */
  public void add(String parameter, String value, String allowed) {
    add(parameter, value, allowed, List.of());
  }

  /**
   * Adds a wrong value, and the nearest of the candidates where one is near.
   *
   * @param candidates values that are allowed and may have been meant; the error does not list them
   */
  public void add(String parameter, String value, String allowed, List<String> candidates) {
    addMeant(parameter, value, allowed, Nearest.to(value, candidates));
  }

  /** Adds a wrong value and what was probably meant, null where nobody can tell. */
  void addMeant(String parameter, String value, String allowed, @Nullable String meant) {
    sentences.add(
        parameter
            + ": "
            + quote(value)
            + " is not allowed; allowed: "
            + allowed
            + (meant == null ? "" : "; did you mean '" + meant + "'?"));
  }

  /**
   * Adds a number that is right but for its size.
   *
   * @param largest that is allowed, as one would write it
   */
  void addTooLarge(String parameter, String value, String largest) {
    sentences.add(
        parameter + ": " + quote(value) + " is too large; the largest allowed is " + largest);
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return sentences.isEmpty();
  }

  /** How many things are wrong. */
  public int size() {
    return sentences.size();
  }

  /** The sentences, in order. */
  public List<String> sentences() {
    return new ArrayList<>(sentences);
  }

  /**
   * The whole message, a line a problem.
   *
   * @param where what is configured: {@code parallel-exec:map (codegen)}
   */
  public String text(String where) {
    StringBuilder text = new StringBuilder();
    text.append(size()).append(size() == 1 ? " thing is" : " things are");
    text.append(" wrong in the configuration of ").append(where).append(':');
    sentences.forEach(sentence -> text.append("\n  ").append(sentence));
    return text.toString();
  }

  /** A value between quotes, on one line, cut where it is long. */
  static String quote(String value) {
    String line = value.replaceAll("\\s*\\R\\s*", " ");
    boolean cut = line.codePointCount(0, line.length()) > LONGEST_VALUE;
    return "'"
        + (cut ? line.substring(0, line.offsetByCodePoints(0, LONGEST_VALUE)) + "…" : line)
        + "'";
  }
}
