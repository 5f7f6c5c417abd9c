package dev.parallelexec.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Mavens that are there: the one that runs this build, and those that it has unpacked. */
final class Mavens {
  private Mavens() {}

  /** The one that runs this build comes first. */
  static List<Path> all() {
    Path unpacked = Path.of(property("it.mavens"));
    if (!Files.isDirectory(unpacked)) {
      throw new IllegalStateException(unpacked + " is not there: see CONTRIBUTING.md");
    }
    try (Stream<Path> others = Files.list(unpacked)) {
      return Stream.concat(Stream.of(running()), others.sorted()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path running() {
    return Path.of(property("it.maven"));
  }

  /** Whether it is a Maven 4. */
  static boolean runningFour() {
    try (Stream<Path> libraries = Files.list(running().resolve("lib"))) {
      return libraries.anyMatch(
          library -> library.getFileName().toString().startsWith("maven-core-4"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest one. */
  static Path four() {
    return all().stream()
        .filter(home -> home.getFileName().toString().startsWith("apache-maven-4"))
        .findFirst()
        .orElseThrow();
  }

  static String property(String name) {
    String value = System.getProperty(name, "");
    if (value.isEmpty()) {
      throw new IllegalStateException("the system property " + name + " is not set");
    }
    return value;
  }
}
