package com.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Calls, and waits for the answer. */
public final class Caller {
  private Caller() {}

  /** How often it called until the answer came. */
  public static String call(Path talk, int times) throws IOException, InterruptedException {
    Files.createDirectories(talk);
    Files.writeString(talk.resolve("call"), "hello".repeat(times));
    while (!Files.exists(talk.resolve("answer"))) {
      Thread.sleep(10);
    }
    return "answered";
  }
}
