package com.acme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Waits for a call, and answers. */
public final class Answerer implements Function<String, Boolean> {
  @Override
  public Boolean apply(String talk) {
    try {
      while (!Files.exists(Path.of(talk, "call"))) {
        Thread.sleep(10);
      }
      Files.writeString(Path.of(talk, "answer"), "hello");
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
