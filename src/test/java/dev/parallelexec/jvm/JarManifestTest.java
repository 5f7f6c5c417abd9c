package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars whose manifest says more than a title. */
class JarManifestTest {
  private static final String TOOL =
      "package tool; public class Tool { public static void main(String[] a) { System.exit(9); } }";

  @TempDir Path dir;

  @Test
  void aSignedJarBecomesAnUnsignedCopyThatIsStillSealed() throws Exception {
    Map<String, byte[]> entries = tool();
    entries.put(
        "META-INF/MANIFEST.MF",
        Sources.manifest("Created-By: test", "", "Name: tool/", "Sealed: true"));
    Path jar = sign(Sources.jar(dir.resolve("lib/signed.jar"), entries));

    Path copy = patched(jar).get(0);

    assertThat(copy).isNotEqualTo(jar);
    try (JarFile signed = new JarFile(jar.toFile());
        JarFile unsigned = new JarFile(copy.toFile())) {
      assertThat(signed.stream().map(Object::toString)).contains("META-INF/KEY.SF");
      assertThat(unsigned.stream().map(Object::toString))
          .containsExactly("META-INF/MANIFEST.MF", "tool/Tool.class");
      Manifest manifest = unsigned.getManifest();
      assertThat(manifest.getEntries().keySet()).containsExactly("tool/");
      assertThat(manifest.getAttributes("tool/").getValue("Sealed")).isEqualTo("true");
      assertThat(manifest.getMainAttributes().getValue("Created-By")).isNotNull();
    }
  }

  @Test
  void whatAManifestNamesFollowsTheCopyInItsOrder() throws Exception {
    Path tool = Sources.jar(dir.resolve("lib/ü tool.jar"), tool());
    Path plain = Sources.jar(dir.resolve("lib/sub/plain.jar"), Map.of("a.txt", new byte[0]));
    Path pathing =
        Sources.jar(
            dir.resolve("lib/pathing.jar"),
            Map.of(
                "META-INF/MANIFEST.MF",
                Sources.manifest(
                    "Class-Path: sub/plain.jar missing.jar %C3%BC%20tool.jar pathing.jar")));

    List<Path> patched = patched(pathing, plain);

    assertThat(patched).hasSize(3);
    assertThat(patched.get(0)).hasFileName("pathing.jar").isNotEqualTo(pathing);
    assertThat(patched.get(1)).isEqualTo(plain);
    assertThat(patched.get(2)).hasFileName("ü tool.jar").isNotEqualTo(tool);
    try (JarFile copy = new JarFile(patched.get(0).toFile())) {
      assertThat(copy.getManifest().getMainAttributes().getValue("Class-Path")).isNull();
    }
    assertThat(patched(pathing, plain)).isEqualTo(patched);
  }

  @Test
  void aManifestThatNamesNothingThatExitsStays() throws Exception {
    Sources.jar(dir.resolve("lib/plain.jar"), Map.of("a.txt", new byte[0]));
    Path pathing =
        Sources.jar(
            dir.resolve("lib/pathing.jar"),
            Map.of("META-INF/MANIFEST.MF", Sources.manifest("Class-Path: plain.jar ht!tp://[x")));

    assertThat(patched(pathing)).containsExactly(pathing);
  }

  private Map<String, byte[]> tool() throws IOException {
    return new TreeMap<>(Sources.entries(Sources.compile(dir.resolve("classes"), "Tool", TOOL)));
  }

  private List<Path> patched(Path... classPath) {
    return ExitPatch.patched(List.of(classPath), dir.resolve("cache"), dir.resolve("run"));
  }

  private Path sign(Path jar) throws Exception {
    Path keys = dir.resolve("keys");
    run(
        "keytool",
        "-genkeypair",
        "-keystore",
        keys.toString(),
        "-storepass",
        "secret",
        "-alias",
        "key",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test");
    run("jarsigner", "-keystore", keys.toString(), "-storepass", "secret", jar.toString(), "key");
    return jar;
  }

  private void run(String tool, String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    builder.command().addAll(List.of(arguments));
    Path output = dir.resolve(tool + ".txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }
}
