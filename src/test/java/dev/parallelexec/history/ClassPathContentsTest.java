package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts of a class path, and what does not. */
class ClassPathContentsTest {
  private static final Predicate<Path> NOTHING = path -> false;

  @TempDir Path dir;
  private Path classes;
  private Path jar;
  private final Map<String, String> entries = new LinkedHashMap<>();

  @BeforeEach
  void make() throws IOException {
    classes = Files.createDirectories(dir.resolve("classes"));
    Files.createDirectories(classes.resolve("com/acme"));
    Files.writeString(classes.resolve("com/acme/A.class"), "class A");
    Files.writeString(classes.resolve("app.properties"), "a=1");
    entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n");
    entries.put("META-INF/SIGNER.SF", "Signature-Version: 1.0\r\nSHA-256-Digest: abc\r\n\r\n");
    entries.put("META-INF/SIGNER.RSA", "signature");
    entries.put("META-INF/maven/com.acme/a/pom.properties", "#Created by Maven\nversion=1\n");
    entries.put("com/acme/A.class", "class A");
    entries.put("META-INF/versions/21/com/acme/A.class", "class A, newer");
    jar = jar("a.jar");
  }

  @Test
  void aJarThatWasBuiltAgainIsTheSame() throws IOException {
    String before = of(jar);
    Map<String, String> again = new TreeMap<>(entries);
    again.put(
        "META-INF/maven/com.acme/a/pom.properties", "#Created by Maven 4\n#Friday\nversion=1\n");
    again.put("com/", "");
    again.put("com/acme/", "");
    entries.clear();
    again.forEach(entries::put);
    Path other = write("b.jar", Deflater.NO_COMPRESSION, 1_600_000_000_000L);
    assertThat(Files.size(other)).isNotEqualTo(Files.size(jar));
    assertThat(of(other)).isEqualTo(before);
  }

  @Test
  void everythingElseOfAJarCounts() throws IOException {
    List<String> all = new ArrayList<>(List.of(of(jar)));
    for (String name : List.copyOf(entries.keySet())) {
      String content = entries.get(name);
      entries.put(name, content.replace('1', '2').replace('A', 'B').replace("sign", "sigm"));
      all.add(of(jar("changed.jar")));
      entries.remove(name);
      all.add(of(jar("less.jar")));
      entries.put(name + "x", content);
      all.add(of(jar("renamed.jar")));
      entries.remove(name + "x");
      entries.put(name, content);
    }
    assertThat(all).hasSize(1 + 3 * entries.size()).doesNotHaveDuplicates();
  }

  @Test
  void commentsCountWhereMavenDoesNotWriteThem() throws IOException {
    entries.put("app.properties", "#one\na=1\n");
    String before = of(jar("b.jar"));
    entries.put("app.properties", "#two\na=1\n");
    assertThat(of(jar("b.jar"))).isNotEqualTo(before);
  }

  @Test
  void anEmptyJarABrokenOneAndNoneDiffer() throws IOException {
    Path none = dir.resolve("none.jar");
    entries.clear();
    Path empty = jar("empty.jar");
    Path broken = Files.writeString(dir.resolve("broken.jar"), "no jar");
    Path otherwise = Files.writeString(dir.resolve("otherwise.jar"), "no zip");
    Path emptyFile = Files.createFile(dir.resolve("nothing.jar"));
    Path folder = Files.createDirectory(dir.resolve("folder"));
    assertThat(List.of(of(none), of(empty), of(broken), of(otherwise), of(emptyFile), of()))
        .doesNotHaveDuplicates();
    // Tasks may make it; until they have written into it, it holds as much.
    assertThat(of(folder)).isEqualTo(of(none));
    assertThat(of(dir.resolve("other-none.jar"))).isEqualTo(of(none));
  }

  @Test
  void aJarThatBreaksOffCountsWithItsBytes() throws IOException {
    byte[] bytes = Files.readAllBytes(jar);
    Path one = Files.write(dir.resolve("one.jar"), Arrays.copyOf(bytes, 300));
    Path two = Files.write(dir.resolve("two.jar"), Arrays.copyOf(bytes, 301));
    assertThat(List.of(of(one), of(two), of(jar))).doesNotHaveDuplicates();
  }

  @Test
  void theOrderCountsAndThePlaceDoesNot() throws IOException {
    assertThat(of(classes, jar)).isNotEqualTo(of(jar, classes));
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Path movedClasses = Files.move(classes, elsewhere.resolve("other-name"));
    Files.setLastModifiedTime(movedClasses.resolve("app.properties"), FileTime.fromMillis(0));
    String before = of(movedClasses, jar);
    Files.move(movedClasses, classes);
    assertThat(of(classes, Files.copy(jar, elsewhere.resolve("x.jar")))).isEqualTo(before);
  }

  @Test
  void everyFileOfADirectoryCounts() throws IOException {
    List<String> all = new ArrayList<>(List.of(of(classes)));
    Path file = classes.resolve("com/acme/A.class");
    Files.writeString(file, "class B");
    all.add(of(classes));
    Path moved = Files.move(file, classes.resolve("com/A.class"));
    all.add(of(classes));
    Files.delete(moved);
    all.add(of(classes));
    Files.createSymbolicLink(classes.resolve("dangling"), dir.resolve("none"));
    all.add(of(classes));
    assertThat(all).doesNotHaveDuplicates();
    Files.createDirectories(classes.resolve("empty/folder"));
    assertThat(of(classes)).isEqualTo(all.get(all.size() - 1));
  }

  @Test
  void linkedDirectoriesAreEnteredAndCirclesEnd() throws IOException {
    String before = of(classes);
    Path real = Files.createDirectory(dir.resolve("real"));
    Files.writeString(real.resolve("b.txt"), "b");
    Files.createSymbolicLink(classes.resolve("linked"), real);
    String linked = of(classes);
    Files.writeString(real.resolve("b.txt"), "c");
    String changed = of(classes);
    Files.createSymbolicLink(real.resolve("up"), classes);
    Files.createSymbolicLink(classes.resolve("self"), classes);
    assertThat(List.of(before, linked, changed, of(classes))).doesNotHaveDuplicates();
  }

  @Test
  void whatIsLeftOutMayChangeAndIsNotEntered() throws IOException {
    List<Path> told = new ArrayList<>();
    Path out = classes.resolve("com");
    Predicate<Path> leftOut =
        path -> {
          told.add(path);
          return path.equals(out) || path.equals(classes.resolve("app.properties"));
        };
    Path detour = dir.resolve("classes/../classes");
    String before = of(leftOut, detour);
    Files.writeString(out.resolve("acme/A.class"), "changed");
    Files.writeString(classes.resolve("app.properties"), "changed");
    assertThat(of(leftOut, detour)).isEqualTo(before);
    assertThat(told)
        .contains(classes, out)
        .allMatch(path -> path.equals(path.toAbsolutePath().normalize()))
        .doesNotContain(out.resolve("acme"));
    Files.writeString(classes.resolve("new"), "");
    assertThat(of(leftOut, classes)).isNotEqualTo(before);
    assertThat(of(path -> true, classes, jar)).isEqualTo(of(path -> true, jar, classes));
  }

  @Test
  void anUnchangedJarIsNotOpened() throws IOException {
    Instant later = Instant.now().plus(Duration.ofHours(1));
    Clock clock = Clock.fixed(later, ZoneOffset.UTC);
    Path store = dir.resolve("contents");
    Path broken = Files.writeString(dir.resolve("broken.jar"), "no jar");
    try (Contents contents = Contents.open(store, clock)) {
      ClassPathContents.of(List.of(jar, broken), NOTHING, contents);
    }
    assertThat(ContentsFile.read(store).memories()).containsOnlyKeys("jar=" + jar, "jar=" + broken);
    try (Contents contents = Contents.open(store, clock)) {
      String known =
          contents.of(
              jar,
              FileState.of(jar),
              "jar=",
              (file, size) -> {
                throw new IOException("opened");
              });
      assertThat(known).hasSize(32);
    }
  }

  private String of(Path... classPath) throws IOException {
    return of(NOTHING, classPath);
  }

  private String of(Predicate<Path> leftOut, Path... classPath) throws IOException {
    try (Contents contents = Contents.open(dir.resolve("contents"))) {
      return ClassPathContents.of(List.of(classPath), leftOut, contents);
    }
  }

  private Path jar(String name) throws IOException {
    return write(name, Deflater.DEFAULT_COMPRESSION, 1_500_000_000_000L);
  }

  private Path write(String name, int level, long time) throws IOException {
    Path file = dir.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(level);
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        ZipEntry head = new ZipEntry(entry.getKey());
        head.setTime(time);
        zip.putNextEntry(head);
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }
}
