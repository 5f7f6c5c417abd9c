package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.jvm.Sources;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Call;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What it means for users' code that ours is beside it. */
class OwnJarTest extends LocalEngineFixture {
  private static final String SOURCE =
      """
      package com.acme;
      public class Looks {
        public static String at(String property) { return System.getProperty(property); }
      }
      """;

  private Path java = Path.of(System.getProperty("java.home"), "bin", "java");
  private Path classes;
  private Path directory;

  static Stream<Path> javas() throws IOException {
    return WorkerCommandTest.javas();
  }

  @BeforeEach
  void compile() throws IOException {
    classes = Sources.compile(temp.resolve("classes"), "Looks", SOURCE);
    directory = temp;
  }

  @Test
  void oursIsTheFirstOfTheClassPath() throws Exception {
    Path another = Files.createDirectories(temp.resolve("another one"));
    String seen = run("com.acme.Looks::at", "java.class.path", List.of(another, classes));
    assertThat(seen)
        .startsWith(temp.resolve("cache/worker") + File.separator)
        .endsWith(".jar" + File.pathSeparator + another + File.pathSeparator + classes);
  }

  /** Some of the JDK's functions look for classes, bundles and libraries where their caller is. */
  @ParameterizedTest
  @MethodSource("javas")
  void whoCallsAFunctionOfTheJdkStandsOnTheUsersClassPath(Path of) throws Exception {
    java = of;
    String seen = run("java.lang.Class::forName", "com.acme.Looks", List.of(classes));
    assertThat(seen).isEqualTo("class com.acme.Looks");
  }

  @Test
  void withAnEmptyClassPathNothingOfTheWorkingDirectoryIsFound() {
    directory = classes;
    assertThatThrownBy(() -> run("com.acme.Looks::at", "user.dir", List.of()))
        .isInstanceOf(EngineException.class)
        .hasMessage("function com.acme.Looks::at: there is no such class in the class path");
  }

  private String run(String function, String argument, List<Path> users) throws Exception {
    Setting setting = new Setting();
    Launch launch = new Launch(java, List.of(), users, System.getenv(), directory, Sharing.OFF);
    setting.spec = new WorkerSpec(launch, Map.of(), null, List.of(), 64L << 20);
    setting.map(Tasks.of(Call.function(function), List.of(List.of(argument))));
    assertThat(setting.listener.outcomes())
        .as("%s", setting.listener.results())
        .isEqualTo(List.of("passed"));
    return setting.listener.values().get(0).replace("\"", "");
  }
}
