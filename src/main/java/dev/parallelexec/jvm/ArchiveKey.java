package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which archive fits: the same for equal JDKs, jars and arguments, and for nothing else. */
final class ArchiveKey {
  /** Rises when the same things would make another archive. */
  private static final String FORMAT = "1";

  private ArchiveKey() {}

  /**
   * The name of a directory. A JDK is known by its place and what its {@code release} file says, a
   * jar by path, size and time, which is also what the JVM itself compares.
   *
   * @param kept the JVM arguments that matter
   */
  static String of(JavaRuntime java, List<String> kept, List<Path> jars) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(FORMAT);
    lines.add(java.home().toString());
    lines.add(java.version());
    Path release = java.home().resolve("release");
    lines.add(Files.exists(release) ? Files.readString(release) : "");
    lines.addAll(kept);
    for (Path jar : jars) {
      BasicFileAttributes state = Files.readAttributes(jar, BasicFileAttributes.class);
      lines.add(jar + " " + state.size() + " " + state.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
    return Hash.quick(String.join("\n", lines));
  }
}
