package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which compilers and collector the workers of a build are started with, by what their like did in
 * the last build.
 *
 * <p>Where HotSpot's second compiler took {@link #WORTH a quarter} of a worker's time, the worker
 * did not live long enough to win that back: the next one has the first compiler only, and the
 * collector with the least threads. On Checkstyle over 20 files that is 18 s of processors' time in
 * place of 42, while a loop that computes, which the second compiler has done with in an instant,
 * keeps it. Where the first compiler alone turns out to need more, that is the end of it. What the
 * user's own arguments say is left alone.
 *
 * <p>For any thread. Nothing here fails: what cannot be read is not known, what cannot be written
 * is told to nobody but the debug log.
 */
public final class Tuning {
  private static final List<String> FIRST_COMPILER = List.of("-XX:TieredStopAtLevel=1");
  private static final List<String> FEWEST_THREADS = List.of("-XX:+UseSerialGC");

  /** Somebody who says any of this has thought about compilers, or hides what he said in a file. */
  private static final Pattern COMPILERS =
      Pattern.compile(
          "(^|\\s)(@\\S|-Xint|-Xcomp|-Xmixed|-client|-server|-XX:(Flags=|VMOptionsFile=|[+-]?\\S*(Tiered|Compil|JVMCI)))");

  private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w*GC\\b");

  /**
   * One part in so many of a worker's time. Measured, the share of the second compiler: Checkstyle
   * over 60 files 0.42, PlantUML over 12 diagrams 0.39, the OpenAPI generator over 4 0.38,
   * Checkstyle over one file with an AOT cache (JDK 25) 0.27, which the first compiler alone does
   * in 0.63 of the time; a loop that computes 0.00.
   */
  private static final int WORTH = 4;

  /** What nobody used for so long is of builds that are gone. */
  private static final Duration KEPT = Duration.ofDays(60);

  private final Path directory;
  private final Consumer<String> debug;
  private final Map<String, Kind> kinds = new HashMap<>();

  /**
   * Reads nothing yet.
   *
   * @param cacheDir kept between builds, shared with others
   */
  public Tuning(Path cacheDir, Consumer<String> debug) {
    this.directory = cacheDir.resolve("tuning");
    this.debug = debug;
  }

  /**
   * What was measured, of the worker of a kind that used most; in ticks, 0 where nothing was.
   *
   * @param full with all compilers
   * @param optimizing of that, of the second compiler
   * @param quick with the first compiler alone
   */
  private record Measured(long full, long optimizing, long quick) {
    static final Measured NONE = new Measured(0, 0, 0);

    boolean isShort() {
      return full > 0 && optimizing * WORTH >= full && quick <= full;
    }

    String text() {
      return full + " " + optimizing + " " + quick;
    }

    static Measured parse(String text) {
      String[] numbers = text.strip().split(" ", -1);
      return new Measured(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }
  }

  /** Workers that are started alike. */
  private static final class Kind {
    final Path file;
    final Measured before;
    @Nullable ProcessorTime most;

    Kind(Path file, Measured before) {
      this.file = file;
      this.before = before;
    }
  }

  /** The arguments for a JVM, before the user's; the same for all of a build. */
  public synchronized List<String> arguments(Launch launch) {
    if (!kind(launch).before.isShort()) {
      return List.of();
    }
    String said = said(launch);
    List<String> arguments = new ArrayList<>();
    if (!COMPILERS.matcher(said).find()) {
      arguments.addAll(FIRST_COMPILER);
      if (!COLLECTOR.matcher(said).find()) {
        arguments.addAll(FEWEST_THREADS);
      }
    }
    return arguments;
  }

  /** A worker is about to end in good order, having used so much; null where that is not known. */
  public synchronized void used(Launch launch, @Nullable ProcessorTime time) {
    Kind kind = kind(launch);
    if (time != null && (kind.most == null || kind.most.all() < time.all())) {
      kind.most = time;
    }
  }

  /** At the end of a build: keeps what was measured, for the next one. */
  public synchronized void keep() {
    for (Kind kind : kinds.values()) {
      ProcessorTime most = kind.most;
      if (most != null) {
        keep(kind.file, after(kind.before, most));
      }
    }
    kinds.clear();
  }

  private static Measured after(Measured before, ProcessorTime now) {
    if (before.isShort()) {
      return new Measured(before.full, before.optimizing, now.all());
    }
    // What the first compiler needed for far less, or far more, says nothing any more.
    boolean alike = now.all() < 2 * before.full && before.full < 2 * now.all();
    return new Measured(now.all(), now.optimizing(), alike ? before.quick : 0);
  }

  private void keep(Path file, Measured record) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(directory);
        prune();
      }
      byte[] text = record.text().getBytes(StandardCharsets.US_ASCII);
      AtomicFile.write(file, out -> out.write(text));
    } catch (IOException e) {
      debug.accept("what workers used is not kept for the next build: " + e);
    }
  }

  private void prune() throws IOException {
    FileTime oldest = FileTime.from(Instant.now().minus(KEPT));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path other : files) {
        if (Files.getLastModifiedTime(other).compareTo(oldest) < 0) {
          Files.deleteIfExists(other);
        }
      }
    }
  }

  private Kind kind(Launch launch) {
    StringBuilder key = new StringBuilder();
    key.append(launch.java()).append('\n').append(launch.directory()).append('\n');
    for (Path path : launch.classPath()) {
      key.append(path).append('\n');
    }
    String hash = Hash.quick(key.append(said(launch)).toString());
    Kind kind = kinds.get(hash);
    if (kind == null) {
      kind = known(hash);
      kinds.put(hash, kind);
    }
    return kind;
  }

  private Kind known(String key) {
    Path file = directory.resolve(key);
    try {
      return new Kind(file, Measured.parse(Files.readString(file)));
    } catch (IOException | RuntimeException e) {
      return new Kind(file, Measured.NONE);
    }
  }

  /** All that the user tells the JVM, over its arguments and over the environment. */
  private static String said(Launch launch) {
    List<String> all = new ArrayList<>(launch.jvmArguments());
    for (String variable : Launch.VARIABLES) {
      all.add(launch.environment().getOrDefault(variable, ""));
    }
    return String.join("\n", all);
  }
}
