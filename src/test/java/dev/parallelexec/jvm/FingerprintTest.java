package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir Path dir;
  private Path classes;
  private Path resource;
  private List<Path> classPath;

  @BeforeEach
  void make() throws IOException {
    classes = Files.createDirectories(dir.resolve("classes/sub/deep"));
    resource = Files.writeString(classes.resolve("a.txt"), "one");
    Path jar = Files.writeString(dir.resolve("a.jar"), "jar");
    classPath = List.of(dir.resolve("classes"), jar, dir.resolve("missing.jar"));
  }

  @Test
  void itStaysWhileNothingChanges() {
    assertThat(Fingerprint.of(classPath)).isEqualTo(Fingerprint.of(classPath));
  }

  @Test
  void everyChangeIsSeen() throws IOException {
    String before = Fingerprint.of(classPath);
    FileTime time = Files.getLastModifiedTime(resource);

    Files.writeString(resource, "three");
    String longer = Fingerprint.of(classPath);
    Path renamed = Files.move(resource, classes.resolve("b.txt"));
    String moved = Fingerprint.of(classPath);
    Files.delete(renamed);
    String gone = Fingerprint.of(classPath);
    Files.writeString(dir.resolve("missing.jar"), "");
    String found = Fingerprint.of(classPath);
    Files.writeString(resource, "one");
    Files.setLastModifiedTime(resource, time);
    Files.delete(dir.resolve("missing.jar"));
    String reordered = Fingerprint.of(List.of(classPath.get(1), classPath.get(0)));

    assertThat(List.of(before, longer, moved, gone, found, reordered)).doesNotHaveDuplicates();
  }

  @Test
  void aReplacedFileOfTheSameSizeAndTimeIsSeen() throws IOException {
    String before = Fingerprint.of(classPath);
    FileTime time = Files.getLastModifiedTime(resource);
    Path other = Files.writeString(dir.resolve("other.txt"), "two");
    Files.setLastModifiedTime(other, time);
    Files.move(other, resource, StandardCopyOption.REPLACE_EXISTING);

    assertThat(Fingerprint.of(classPath)).isNotEqualTo(before);
  }

  @Test
  void whatIsLeftOutMayChange() throws IOException {
    String before = Fingerprint.of(classPath, path -> path.startsWith(classes));

    Files.writeString(resource, "three");
    Files.createDirectory(classes.resolve("new"));

    assertThat(Fingerprint.of(classPath, path -> path.startsWith(classes))).isEqualTo(before);
    assertThat(Fingerprint.of(classPath)).isNotEqualTo(before);
  }
}
