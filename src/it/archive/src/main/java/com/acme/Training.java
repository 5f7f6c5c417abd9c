package com.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

public class Training {
  /** Waits until something is known of an archive; the task's time limit is the limit. */
  public static String ended(Path archives) throws IOException, InterruptedException {
    while (true) {
      try (Stream<Path> files = Files.walk(archives)) {
        Path note = files.filter(file -> file.endsWith("note")).findFirst().orElse(null);
        if (note != null) {
          return Files.readString(note);
        }
      }
      Thread.sleep(50);
    }
  }
}
