package com.acme;

/** One of its tasks takes the whole JVM along. */
public final class Fragile {
  private Fragile() {}

  /** Its number, or death. */
  public static int run(int number) {
    if (number == 3) {
      System.out.println("last words");
      Runtime.getRuntime().halt(7);
    }
    return number;
  }
}
