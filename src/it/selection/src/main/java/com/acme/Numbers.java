package com.acme;

/** The tutorial's function. */
public final class Numbers {
  private Numbers() {}

  /** The cube of a number. */
  public static int cube(int number) {
    return number * number * number;
  }
}
