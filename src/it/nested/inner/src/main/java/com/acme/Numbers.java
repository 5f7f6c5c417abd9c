package com.acme;

/** Numbers. */
public final class Numbers {
  private Numbers() {}

  public static int cube(int x) {
    return x * x * x;
  }
}
