package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long the tasks of an execution took when they last passed, in a file that is kept between
 * builds. Hints: where the file cannot be read nothing is known, where it cannot be written nothing
 * will be, and nobody is bothered with it.
 *
 * <p>Of one list and one thread at a time. Other builds may read and write the file meanwhile; the
 * last one wins.
 */
public final class LastTimes {
  /**
   * Shorter ones are not kept: in which order they run nobody notices, and a list of a million has
   * no million entries.
   */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** So many are kept, the longest. */
  static final int MOST = 2_000;

  private static final String MILLIS = "millis";

  /** Files that nobody wrote for so long are of executions that are gone. */
  private static final Duration KEPT = Duration.ofDays(60);

  /** What did not run this time loses so much with each run: some day it is gone. */
  private static final double FADES = 0.9;

  private final @Nullable Path file;
  private final Map<String, Long> nanos = new HashMap<>();

  /** Which of them ran this time. */
  private final Set<String> ran = new HashSet<>();

  private LastTimes(@Nullable Path file) {
    this.file = file;
  }

  /** Knows nothing and keeps nothing. */
  public static LastTimes none() {
    return new LastTimes(null);
  }

  /** What is known; never fails. */
  public static LastTimes read(Path file) {
    LastTimes times = new LastTimes(file);
    try {
      // First the file, which mostly is not there, then the parser with all its classes.
      String text = Files.readString(file);
      times.read(new Json().parser(text));
    } catch (IOException e) {
      // Not there, or not ours: then nothing is known yet.
      times.nanos.clear();
    }
    return times;
  }

  private void read(JsonParser json) throws IOException {
    try (json) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean ours = json.currentName().equals(MILLIS);
        if (json.nextToken() == JsonToken.START_OBJECT && ours) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String id = json.currentName();
            nanos.put(id, TimeUnit.MILLISECONDS.toNanos(json.nextLongValue(0)));
          }
        } else {
          json.skipChildren();
        }
      }
    }
  }

  /** By id, of the tasks that took longest; a copy. */
  public Map<String, Long> nanos() {
    return Map.copyOf(nanos);
  }

  /** A task has ended: what it took is remembered if it passed. */
  void finished(TaskResult result) {
    if (file == null || result.outcome() != Outcome.PASSED) {
      return;
    }
    String id = result.task().id();
    long took = result.last().span().nanos();
    if (took >= LEAST_NANOS) {
      nanos.put(id, took);
      ran.add(id);
      if (nanos.size() >= 2 * MOST) {
        cut();
      }
    } else if (!nanos.isEmpty()) {
      nanos.remove(id);
    }
  }

  private void cut() {
    int more = nanos.size() - MOST;
    if (more <= 0) {
      return;
    }
    List<String> shortest =
        nanos.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .limit(more)
            .map(Map.Entry::getKey)
            .toList();
    nanos.keySet().removeAll(shortest);
  }

  /** The list has ended: keeps what is known now. */
  void write(Json json, Console console) {
    Path to = file;
    if (to == null) {
      return;
    }
    fade();
    cut();
    try {
      if (nanos.isEmpty()) {
        Files.deleteIfExists(to);
        return;
      }
      Path directory = to.getParent();
      if (directory != null && !Files.exists(to)) {
        Files.createDirectories(directory);
        prune(directory);
      }
      String text = json.text(this::write);
      WholeFile.write(to, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | UncheckedIOException e) {
      console.debug("How long the tasks took is not kept for the next build: " + e);
    }
  }

  private void fade() {
    for (Iterator<Map.Entry<String, Long>> each = nanos.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<String, Long> entry = each.next();
      long took = entry.getValue();
      entry.setValue(ran.contains(entry.getKey()) ? took : (long) (took * FADES));
      if (entry.getValue() < LEAST_NANOS) {
        each.remove();
      }
    }
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart(MILLIS);
    for (Map.Entry<String, Long> entry : nanos.entrySet()) {
      out.writeNumberField(entry.getKey(), TimeUnit.NANOSECONDS.toMillis(entry.getValue()));
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  /** Removes what nobody wrote in a long time, when something new comes. */
  private static void prune(Path directory) throws IOException {
    FileTime oldest = FileTime.from(Instant.now().minus(KEPT));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path other : files) {
        if (Files.getLastModifiedTime(other).compareTo(oldest) < 0) {
          Files.deleteIfExists(other);
        }
      }
    }
  }
}
