package dev.parallelexec.remote.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedJarsTest {
  @TempDir private Path root;

  @Test
  @DisplayName("A directory is packed to the same file wherever and whenever it was made")
  void packsReproducibly() throws IOException {
    Path first = tree("first", "b/B.class", "a/A.class", "META-INF/MANIFEST.MF");
    Path second = tree("second", "META-INF/MANIFEST.MF", "a/A.class", "b/B.class");
    NamedJars contents = contents();

    List<Path> files = contents.of(List.of(first, second, root.resolve("absent")));
    assertThat(files).hasSize(2);
    assertThat(files.get(0)).isEqualTo(files.get(1));
    assertThat(files.get(0).getFileName().toString()).matches("[0-9a-f]{64}\\.jar");
    try (JarFile jar = new JarFile(files.get(0).toFile())) {
      assertThat(jar.stream().map(Object::toString))
          .containsExactly(
              "META-INF/MANIFEST.MF", "META-INF/", "a/", "a/A.class", "b/", "b/B.class");
    }
  }

  @Test
  @DisplayName("What changes gets another name, and what does not is not made again")
  void followsChanges() throws IOException {
    Path classes = tree("classes", "A.class");
    Path jar = Files.writeString(root.resolve("lib.jar"), "one");
    NamedJars contents = contents();
    List<Path> before = contents.of(List.of(jar, classes));
    assertThat(contents.of(List.of(jar, classes))).isEqualTo(before);

    Files.writeString(jar, "another");
    Files.writeString(classes.resolve("B.class"), "new");
    List<Path> after = contents.of(List.of(jar, classes));
    assertThat(after).hasSize(2).doesNotContainAnyElementsOf(before);
    assertThat(after.get(0)).hasContent("another");
    assertThat(before.get(0)).hasContent("one");
  }

  private NamedJars contents() throws IOException {
    return new NamedJars(Files.createDirectory(root.resolve("files")));
  }

  private Path tree(String name, String... files) throws IOException {
    Path top = root.resolve(name);
    for (String file : files) {
      Files.createDirectories(top.resolve(file).getParent());
      Files.writeString(top.resolve(file), file);
    }
    return top;
  }
}
