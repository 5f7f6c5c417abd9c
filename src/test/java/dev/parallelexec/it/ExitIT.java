package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.ExitSpy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody in Maven's JVM ends it while tasks run. */
@EnabledOnOs(OS.LINUX)
class ExitIT {
  @TempDir Path directory;

  /** Older ones do not find an extension whose classes are Java 17's. */
  static Stream<Path> mavens() {
    return Mavens.all().stream()
        .filter(home -> home.getFileName().toString().matches("apache-maven-(3\\.9|4).*"));
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void anExitIsAsASignal(Path home) throws Exception {
    Path project =
        new Pom()
            .execution("map", "mapped", "compile", "stay", "quick m1 m2", "<workers>1</workers>")
            .write(directory.resolve("exits"));
    String extension = "-Dmaven.ext.class.path=" + extension();
    try (Build build = Build.start(home, project, "", extension, "compile")) {
      build.awaitTask("m1");
      Files.createFile(project.resolve("target/exit"));
      assertThat(build.awaitEnd()).as("%s", build.printed()).isEqualTo(7);
      build.assertNoProcessLeft();
      assertThat(build.leftFiles()).isEmpty();
      assertThat(build.printed())
          .containsOnlyOnce("CANCELLED")
          .doesNotContain("Exception")
          .doesNotContain("BUILD");
    }
    assertThat(Build.outcomes(project, "mapped"))
        .isEqualTo(Map.of("quick", "passed", "m1", "cancelled", "m2", "cancelled"));
  }

  private Path extension() throws IOException {
    Path jar = directory.resolve("exit-spy.jar");
    String name = ExitSpy.class.getName();
    String file = name.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = ExitSpy.class.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(new JarEntry(file));
      in.transferTo(out);
      out.putNextEntry(new JarEntry("META-INF/sisu/javax.inject.Named"));
      out.write(name.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
