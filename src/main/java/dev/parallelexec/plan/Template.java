package dev.parallelexec.plan;

/** A text of the POM with placeholders. */
public final class Template {
  private Template() {}

  /** Whether a text has no placeholder, rightly written or not: it is the same for every task. */
  public static boolean isConstant(String text) {
    throw new UnsupportedOperationException("follows");
  }

  /** The text that a {@link #isConstant constant} stands for: <code>{{</code> is a brace. */
  public static String constant(String text) {
    throw new UnsupportedOperationException("follows");
  }
}
