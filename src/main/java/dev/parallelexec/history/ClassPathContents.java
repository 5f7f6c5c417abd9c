package dev.parallelexec.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a class path holds, whatever the times and places of its files: only classes and resources,
 * and the order of its entries. A jar that was built again from the same is the same.
 *
 * <ul>
 *   <li>Of a jar, its entries count, by name, size and CRC-32; not their order, their times, how
 *       they are compressed, and directories. The lines that Maven dates in {@code
 *       META-INF/maven/…/pom.properties} do not count either; nothing else is special, so that a
 *       manifest with the time of the build makes another jar.
 *   <li>A file that is no jar counts with its bytes, a directory with the paths and contents of
 *       what is below it. What does not exist is as good as an empty directory, which it may become
 *       when the tasks write into it.
 *   <li>Jars that are named only in a jar's manifest are not looked at.
 * </ul>
 *
 * <p>Deliberately the CRC-32 and sizes that the jar's directory tells are taken for the entries'
 * contents: nothing has to be inflated, which makes a jar of 1 MB cost a few milliseconds instead
 * of tens. A change within four bytes is always seen; of others one in four billion that keeps the
 * size is not, and it would take a jar made to deceive for more.
 */
public final class ClassPathContents {
  private static final String JAR = "jar=";
  private static final Pattern DATED = Pattern.compile("META-INF/maven/.*/pom\\.properties");

  private final Predicate<Path> leftOut;
  private final Contents contents;

  private ClassPathContents(Predicate<Path> leftOut, Contents contents) {
    this.leftOut = leftOut;
    this.contents = contents;
  }

  /**
   * 32 hex digits that differ when what a class path holds differs.
   *
   * @param leftOut told absolute normalized paths; what is left out counts as an empty directory,
   *     and a directory that is left out is not entered
   * @param contents remembers files and jars, so that unchanged ones are not opened
   * @throws IOException where something cannot be read; its message begins with the path
   */
  public static String of(List<Path> classPath, Predicate<Path> leftOut, Contents contents)
      throws IOException {
    ClassPathContents reading = new ClassPathContents(leftOut, contents);
    Sha256 all = new Sha256();
    for (Path entry : classPath) {
      all.add(reading.entry(entry.toAbsolutePath().normalize()));
    }
    return all.hex();
  }

  private String entry(Path path) throws IOException {
    FileState state = FileState.of(path);
    if (state == null) {
      return "directory " + hash(new ArrayList<>());
    }
    if (state.kind() == FileState.Kind.DIRECTORY || leftOut.test(path)) {
      List<String> files = new ArrayList<>();
      collect(path, "", files);
      return "directory " + hash(files);
    }
    return "file " + contents.of(path, state, JAR, ClassPathContents::jar);
  }

  /** Neither directories nor jars have an order that could be relied on. */
  private static String hash(List<String> lines) {
    Collections.sort(lines);
    Sha256 hash = new Sha256();
    lines.forEach(hash::add);
    return hash.hex();
  }

  /**
   * Adds a line for each file below a directory.
   *
   * @param prefix of the files' names: empty, or ends with a slash
   */
  private void collect(Path directory, String prefix, List<String> lines) throws IOException {
    if (leftOut.test(directory)) {
      return;
    }
    if (leadsInCircle(directory)) {
      lines.add("circle " + prefix);
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = prefix + file.getFileName();
        FileState state = FileState.of(file);
        if (state != null && state.kind() == FileState.Kind.DIRECTORY) {
          collect(file, name + "/", lines);
        } else if (!leftOut.test(file)) {
          lines.add(contents.of(file, state) + " " + name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Whether it is a link to a directory in which it lies. */
  private static boolean leadsInCircle(Path directory) throws IOException {
    Path parent = directory.getParent();
    return parent != null
        && Files.isSymbolicLink(directory)
        && parent.toRealPath().startsWith(directory.toRealPath());
  }

  private static String jar(Path file, long size) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> entries = new ArrayList<>(zip.size());
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          entries.add(content(zip, entry) + " " + entry.getName());
        }
      }
      return hash(entries);
    } catch (ZipException e) {
      // Not what an empty jar has, where the file is empty.
      return new Sha256().add("no jar").add(Sha256.of(file, size)).hex();
    }
  }

  private static String content(ZipFile zip, ZipEntry entry) throws IOException {
    if (!DATED.matcher(entry.getName()).matches()) {
      return Long.toHexString(entry.getCrc()) + " " + entry.getSize();
    }
    Sha256 hash = new Sha256();
    try (InputStream in = zip.getInputStream(entry)) {
      new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(hash::add);
    }
    return hash.hex();
  }
}
