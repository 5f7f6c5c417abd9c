package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive fits exactly what it was made of. */
class ArchiveKeyTest {
  @TempDir Path dir;

  @Test
  void whateverIsAnotherMakesAnotherKey() throws IOException {
    Path a = Files.writeString(dir.resolve("a.jar"), "a");
    Path b = Files.writeString(dir.resolve("b.jar"), "b");
    JavaRuntime java = new JavaRuntime(dir.resolve("bin/java"), dir, 17, "17.0.1");
    Files.writeString(dir.resolve("release"), "IMPLEMENTOR=\"A\"");
    List<Path> jars = List.of(a, b);
    String key = ArchiveKey.of(java, List.of(), jars);
    assertThat(ArchiveKey.of(java, List.of(), jars)).isEqualTo(key);
    assertThat(ArchiveKey.of(java, List.of(), List.of(b, a))).isNotEqualTo(key);
    assertThat(ArchiveKey.of(java, List.of(), List.of(a))).isNotEqualTo(key);
    assertThat(ArchiveKey.of(java, List.of("--add-modules=java.sql"), jars)).isNotEqualTo(key);
    JavaRuntime newer = new JavaRuntime(java.java(), dir, 17, "17.0.2");
    assertThat(ArchiveKey.of(newer, List.of(), jars)).isNotEqualTo(key);

    FileTime time = Files.getLastModifiedTime(b);
    Files.setLastModifiedTime(b, FileTime.fromMillis(time.toMillis() + 1_000));
    assertThat(ArchiveKey.of(java, List.of(), jars)).isNotEqualTo(key);
    Files.writeString(b, "bb");
    Files.setLastModifiedTime(b, time);
    assertThat(ArchiveKey.of(java, List.of(), jars)).isNotEqualTo(key);
    Files.writeString(b, "b");
    Files.setLastModifiedTime(b, time);
    assertThat(ArchiveKey.of(java, List.of(), jars)).isEqualTo(key);
    Files.writeString(dir.resolve("release"), "IMPLEMENTOR=\"B\"");
    assertThat(ArchiveKey.of(java, List.of(), jars)).isNotEqualTo(key);
  }
}
