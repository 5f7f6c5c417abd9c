package com.acme;

import java.nio.file.Files;
import java.nio.file.Path;

/** Tasks that the build does not wait for. */
public final class Slow {
  private Slow() {}

  /** Takes a second, and ends only when the build has gone on to make a file. */
  public static int second(int number, Path madeLater) throws InterruptedException {
    Thread.sleep(1_000);
    while (!Files.exists(madeLater)) {
      Thread.sleep(10);
    }
    return number * number;
  }
}
