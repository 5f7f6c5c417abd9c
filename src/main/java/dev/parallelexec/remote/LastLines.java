package dev.parallelexec.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The last that a command wrote, for people who ask why it failed. For any thread. */
final class LastLines {
  private static final int MOST = 2_000;

  private final StringBuilder kept = new StringBuilder();

  synchronized void add(String text) {
    kept.append(text);
    if (kept.length() > 2 * MOST) {
      kept.delete(0, kept.length() - MOST);
    }
  }

  /** Adds what can be read without waiting: somebody else may hold the pipe open. */
  void addFrom(InputStream in) {
    try {
      for (int ready = in.available(); ready > 0; ready = in.available()) {
        add(new String(in.readNBytes(ready), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // Closed: there is no more.
    }
  }

  /** As the end of a sentence. */
  synchronized String text() {
    String text = kept.substring(Math.max(0, kept.length() - MOST)).strip();
    return text.isEmpty()
        ? "; it wrote nothing"
        : "; the last it wrote:\n  " + text.replaceAll("\\R", "\n  ");
  }
}
