package dev.parallelexec.jvm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What {@code -XX:DumpLoadedClassList} writes, while the JVM runs: a line for each class that was
 * loaded, and lines that begin with an {@code @} for what was made for lambdas. A JVM that is ended
 * leaves half a line at the end.
 *
 * @param lines without their ends
 */
record ClassList(List<String> lines) {
  private static final String LAMBDA = "@lambda-proxy ";

  /** Copies the lines. */
  ClassList {
    lines = List.copyOf(lines);
  }

  /** Reads one; what is not there is empty. */
  static ClassList read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new ClassList(List.of());
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return new ClassList(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
  }

  /** Whether a list names so many classes; reads on until it knows, as bytes, for haste. */
  static boolean names(Path file, int classes) throws IOException {
    int found = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024)) {
      boolean start = true;
      for (int c = in.read(); c >= 0 && found < classes; c = in.read()) {
        found += start && c != '@' && c != '#' ? 1 : 0;
        start = c == '\n';
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    return found == classes;
  }

  void write(Path file) throws IOException {
    Files.write(file, lines, StandardCharsets.ISO_8859_1);
  }

  /**
   * Without some classes, given by their names with slashes, and without lambdas that are in one of
   * them or implement one.
   */
  ClassList without(Set<String> classes) {
    return only(line -> !classes.contains(name(line)) && !classes.contains(implemented(line)));
  }

  /** Without what was made for lambdas. */
  ClassList withoutLambdas() {
    return only(line -> !line.startsWith(LAMBDA));
  }

  private ClassList only(Predicate<String> wanted) {
    List<String> kept = new ArrayList<>(lines);
    kept.removeIf(wanted.negate());
    return new ClassList(kept);
  }

  /** Of the class that a line is about: the first word, or the word behind the mark. */
  private static String name(String line) {
    int from = line.startsWith(LAMBDA) ? LAMBDA.length() : 0;
    int to = line.indexOf(' ', from);
    return line.substring(from, to < 0 ? line.length() : to);
  }

  /** Of the interface of a lambda, the first return type in its line; empty for other lines. */
  private static String implemented(String line) {
    int from = line.startsWith(LAMBDA) ? line.indexOf(")L") + 2 : 0;
    int to = line.indexOf(';', from);
    return from >= 2 && to > from ? line.substring(from, to) : "";
  }
}
