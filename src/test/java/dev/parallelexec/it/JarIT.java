package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a repository gets of the plugin: docs/decisions/0031. */
class JarIT {
  /** Packages of the libraries; of plexus-utils' all but the one that Maven itself has. */
  private static final Pattern OLD_NAMES =
      Pattern.compile(
          "com[./]fasterxml[./]|org[./]objectweb[./]|org[./]codehaus[./]plexus[./]util[./](?!xml)");

  @Test
  @DisplayName("The POM leads to no other POM, and says which Maven the plugin needs")
  void thePomStandsAlone() throws IOException {
    String pom = Files.readString(installed("pom"));
    assumeThat(Mavens.runningFour() && pom.contains("<dependencies"))
        .as("Maven 4 makes a POM of its own without -Dmaven.consumer.pom=false")
        .isFalse();
    assertThat(pom)
        .contains("<artifactId>parallel-exec-maven-plugin</artifactId>")
        .containsPattern("<prerequisites>\\s*<maven>3\\.6\\.3</maven>")
        .doesNotContain("<dependencies", "<dependencyManagement", "<parent", "<build", "${");
  }

  @Test
  @DisplayName(
      "The jar has no class outside our package, and none that asks for one by its old name")
  void theJarHasNoOtherClass() throws IOException {
    Map<String, byte[]> classes = entries();
    classes.keySet().removeIf(name -> !name.endsWith(".class"));
    assertThat(classes).isNotEmpty();
    assertThat(classes.keySet()).allMatch(name -> name.startsWith("dev/parallelexec/"));
    classes.values().removeIf(bytes -> !OLD_NAMES.matcher(text(bytes)).find());
    assertThat(classes.keySet()).isEmpty();
  }

  @Test
  @DisplayName("Beside the classes there are ours, the licences, and what the libraries are")
  void theJarSaysWhatItHas() throws IOException {
    Map<String, byte[]> files = entries();
    files
        .keySet()
        .removeIf(name -> name.endsWith(".class") || name.startsWith("dev/parallelexec/"));
    assertThat(files.keySet())
        .containsExactlyElementsOf(
            List.of(
                "META-INF/ASM-LICENSE",
                "META-INF/FastDoubleParser-LICENSE",
                "META-INF/FastDoubleParser-ThirdParty-LICENSE",
                "META-INF/LICENSE",
                "META-INF/MANIFEST.MF",
                "META-INF/NOTICE",
                "META-INF/Schubfach-LICENSE",
                "META-INF/m2e/lifecycle-mapping-metadata.xml",
                "META-INF/maven/com.fasterxml.jackson.core/jackson-core/pom.properties",
                "META-INF/maven/com.fasterxml.jackson.core/jackson-core/pom.xml",
                "META-INF/maven/dev.parallelexec/parallel-exec-maven-plugin/plugin-help.xml",
                "META-INF/maven/dev.parallelexec/parallel-exec-maven-plugin/pom.properties",
                "META-INF/maven/dev.parallelexec/parallel-exec-maven-plugin/pom.xml",
                "META-INF/maven/org.codehaus.plexus/plexus-utils/pom.properties",
                "META-INF/maven/org.codehaus.plexus/plexus-utils/pom.xml",
                "META-INF/maven/plugin.xml",
                "META-INF/services/dev.parallelexec.pool.EngineKind",
                "licenses/extreme.indiana.edu.license.TXT",
                "licenses/javolution.license.TXT",
                "licenses/thoughtworks.TXT"));
    // Once each: a jar that was put into itself has them twice.
    assertThat(text(files.get("META-INF/NOTICE")))
        .containsOnlyOnce("META-INF/ASM-LICENSE")
        .containsOnlyOnce("# Jackson JSON processor")
        .containsOnlyOnce("Indiana University");
    assertThat(text(files.get("META-INF/LICENSE"))).contains("Apache License");
    assertThat(text(files.get("META-INF/maven/plugin.xml")))
        .contains("<dependencies/>")
        .doesNotContain("<dependency>");
  }

  private static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (JarFile jar = new JarFile(installed("jar").toFile())) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
        }
      }
    }
    return entries;
  }

  /** What the stories' repository has got. */
  private static Path installed(String extension) {
    String version = Mavens.property("it.version");
    return Path.of(Mavens.property("it.repo"), "dev", "parallelexec", "parallel-exec-maven-plugin")
        .resolve(version)
        .resolve("parallel-exec-maven-plugin-" + version + "." + extension);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
