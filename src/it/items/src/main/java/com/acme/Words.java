package com.acme;

import java.util.stream.Stream;

/** Shows what arrived. */
public final class Words {
  private Words() {}

  /** The arguments, with bars between. */
  public static String join(String... words) {
    return String.join("|", words);
  }

  /** Items that a program finds. */
  public static Stream<String> source() {
    return Stream.of("x", "y");
  }
}
