package com.acme;

import java.nio.file.Files;
import java.nio.file.Path;

/** Ends from the tenth on when there is a file {@code target/go}; the last one fails. */
public final class Gen {
  private Gen() {}

  public static int run(int number) throws InterruptedException {
    System.out.println("noise of " + number);
    while (number >= 10 && !Files.exists(Path.of("target", "go"))) {
      Thread.sleep(20);
    }
    if (number == 30) {
      throw new IllegalStateException("no operationId");
    }
    return number;
  }
}
