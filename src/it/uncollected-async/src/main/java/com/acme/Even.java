package com.acme;

/** A check that fails after the goal has returned. */
public final class Even {
  private Even() {}

  /** Takes a second to find an odd number. */
  public static int check(int number) throws InterruptedException {
    Thread.sleep(1_000);
    if (number % 2 != 0) {
      throw new IllegalArgumentException(number + " is odd");
    }
    return number;
  }
}
