package dev.parallelexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.Pool;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;

/** Benchmarks are run by hand, now and then: what they call may have moved since. */
class BenchTest {
  @TempDir Path classes;

  @Test
  void benchmarksInJavaCompile() throws IOException, URISyntaxException {
    List<File> programs;
    try (Stream<Path> files = Files.walk(Path.of("src", "bench"))) {
      programs = files.filter(file -> file.toString().endsWith(".java")).map(Path::toFile).toList();
    }
    assertThat(programs).isNotEmpty();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<File> path = List.of(home(Pool.class), home(Benchmark.class));
      files.setLocation(StandardLocation.CLASS_PATH, path);
      files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(classes.toFile()));
      Iterable<? extends JavaFileObject> sources = files.getJavaFileObjectsFromFiles(programs);
      List<String> options = List.of("-proc:none", "-nowarn");
      assertThat(compiler.getTask(said, files, null, options, null, sources).call())
          .as(said.toString())
          .isTrue();
    }
  }

  private static File home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile();
  }
}
