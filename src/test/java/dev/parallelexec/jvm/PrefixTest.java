package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars come first on a class path with an archive, and when they may. */
class PrefixTest {
  @TempDir Path dir;
  private Path classes;
  private Path first;
  private Path second;

  @BeforeEach
  void make() throws IOException {
    classes = Files.createDirectories(dir.resolve("module/target/classes"));
    first = jar("repo/first-1.0.jar", "com/acme/A.class", "META-INF/services/x.Y");
    second = jar("repo/second-1.0.jar", "com/acme/B.class", "META-INF/LICENSE");
  }

  @Test
  void jarsThatStayComeFirstInTheirOrder() throws IOException {
    Path snapshot = jar("repo/tool-1.0-SNAPSHOT.jar", "a");
    Path timed = jar("repo/tool-1.0-20260101.101010-3.jar", "a");
    Path made = jar("module/target/module-1.0.jar", "a");
    Path gone = dir.resolve("repo/gone.jar");
    Prefix prefix =
        Prefix.of(
            List.of(second, classes, snapshot, timed, made, gone, first),
            List.of(dir.resolve("module/target")));
    assertThat(prefix.stable()).containsExactly(second, first);
    assertThat(prefix.classPath())
        .containsExactly(second, first, classes, snapshot, timed, made, gone);
  }

  @Test
  void onlyWhatStoodBeforeAJarIsPassed() {
    Prefix prefix = Prefix.of(List.of(first, classes, second, dir), List.of());
    assertThat(prefix.ahead()).containsExactly(new Prefix.Ahead(classes, 1));
    assertThat(Prefix.of(List.of(first, second, classes), List.of()).ahead()).isEmpty();
  }

  @Test
  void aClassInBothIsAClash() throws IOException {
    file("com/acme/B.class");
    assertThat(clash(List.of(classes, first, second)))
        .contains(new Names.Clash("com/acme/B.class", classes, 1));
  }

  @Test
  void whatAJarBehindItHasIsNoMatter() throws IOException {
    file("com/acme/A.class");
    assertThat(clash(List.of(first, classes, second))).isEmpty();
    assertThat(clash(List.of(second, classes, first))).isPresent();
  }

  @Test
  void aResourceInBothIsAClashToo() throws IOException {
    Path snapshot = jar("repo/tool-1-SNAPSHOT.jar", "META-INF/services/x.Y");
    assertThat(clash(List.of(snapshot, first)))
        .contains(new Names.Clash("META-INF/services/x.Y", snapshot, 0));
  }

  @Test
  void aClassForANewerJavaCountsUnderItsName() throws IOException {
    Path versioned = jar("repo/v-1.jar", "META-INF/versions/11/com/acme/C.class");
    file("com/acme/C.class");
    assertThat(clash(List.of(classes, versioned))).isPresent();
  }

  @Test
  void whatNobodyAsksForByNameMayBeInBoth() throws IOException {
    Path other =
        jar(
            "repo/other-1.jar",
            "META-INF/MANIFEST.MF",
            "META-INF/maven/g/a/pom.xml",
            "module-info.class",
            "META-INF/NOTICE.txt",
            "META-INF/versions/9/module-info.class");
    for (String name :
        List.of(
            "META-INF/MANIFEST.MF",
            "META-INF/maven/g/a/pom.xml",
            "module-info.class",
            "META-INF/LICENSE",
            "META-INF/NOTICE.txt")) {
      file(name);
    }
    assertThat(clash(List.of(classes, second, other))).isEmpty();
  }

  @Test
  void whatIsNoJarHasNoNames() throws IOException {
    Path text = Files.writeString(dir.resolve("readme.jar"), "no jar");
    file("com/acme/A.class");
    assertThat(clash(List.of(text, classes, text))).isEmpty();
  }

  private Optional<Names.Clash> clash(List<Path> classPath) throws IOException {
    Prefix prefix = Prefix.of(classPath, List.of());
    Path file = dir.resolve("names");
    Names.of(prefix.stable()).write(file);
    return Names.read(file).clash(prefix.ahead());
  }

  private void file(String name) throws IOException {
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private Path jar(String name, String... entries) throws IOException {
    Map<String, byte[]> content = new TreeMap<>();
    for (String entry : entries) {
      content.put(entry, new byte[] {1});
    }
    return Sources.jar(dir.resolve(name), content);
  }
}
