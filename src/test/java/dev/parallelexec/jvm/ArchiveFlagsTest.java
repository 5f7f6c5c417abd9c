package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JVM arguments an archive can live with. */
class ArchiveFlagsTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -Xshare:off                       | which says itself what is shared
          -XX:SharedArchiveFile=a.jsa       | which says itself what is shared
          -XX:AOTCache=a.aot                | which says itself what is shared
          -XX:+AOTClassLinking              | which says itself what is shared
          -XX:+AutoCreateSharedArchive      | which says itself what is shared
          -javaagent:jacoco.jar=a,b         | with which classes are looked at as they are loaded
          -agentlib:jdwp=server=y           | with which classes are looked at as they are loaded
          -XX:StartFlightRecording          | with which classes are looked at as they are loaded
          --module-path=mods                | which changes where classes come from
          -p                                | which changes where classes come from
          --patch-module=a=b                | which changes where classes come from
          -Xbootclasspath/a:b.jar           | which changes where classes come from
          -Djava.system.class.loader=Mine   | which changes where classes come from
          -XX:+UseZGC                       | which cannot read archives of other collectors
          -XX:-UseCompressedOops            | which changes how objects lie in memory
          -XX:+UseCompactObjectHeaders      | which changes how objects lie in memory
          -Xverify:none                     | which changes how classes are verified
          -XX:Flags=.hotspotrc              | a file of which nothing is known
          """)
  void objectsTo(String argument, String why) {
    assertThat(flags(List.of("-ea", argument), Map.of()).objection())
        .isEqualTo("the JVM arguments have " + argument + ", " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-ea",
        "-Xss4m",
        "-Xint",
        "-XX:+UseSerialGC",
        "-XX:+UseParallelGC",
        "-XX:TieredStopAtLevel=1",
        "-Dfile.encoding=UTF-8",
        "-Dshare=AOT",
        "--enable-preview",
        "-Xlog:gc"
      })
  void lives(String argument) {
    assertThat(flags(List.of(argument), Map.of())).isEqualTo(new ArchiveFlags("", List.of()));
  }

  @Test
  void modulesAndExportsAreThoseOfTheTraining() {
    assertThat(
            flags(
                    List.of(
                        "--add-exports=jdk.compiler/a=ALL-UNNAMED",
                        "-ea",
                        "--add-modules",
                        "java.sql"),
                    Map.of("JDK_JAVA_OPTIONS", "--enable-native-access=ALL-UNNAMED"))
                .kept())
        .containsExactly(
            "--add-exports=jdk.compiler/a=ALL-UNNAMED",
            "--add-modules=java.sql",
            "--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void theEnvironmentAndArgumentFilesCountToo() throws IOException {
    Files.writeString(dir.resolve("more"), "-ea\n\"-javaagent:a b.jar\"\n");
    assertThat(flags(List.of("@more"), Map.of()).objection()).contains("-javaagent:a");
    assertThat(flags(List.of(), Map.of("JAVA_TOOL_OPTIONS", "-ea -Xshare:off")).objection())
        .contains("-Xshare:off");
  }

  @Test
  void aHeapWithoutCompressedReferencesHasNone() {
    Launch launch = launch(List.of(), Map.of());
    assertThat(ArchiveFlags.of(launch, 32L << 30).objection())
        .isEqualTo("the heap is 32 GB or larger");
    assertThat(ArchiveFlags.of(launch, 31L << 30).objection()).isEmpty();
  }

  private ArchiveFlags flags(List<String> arguments, Map<String, String> environment) {
    return ArchiveFlags.of(launch(arguments, environment), 0);
  }

  private Launch launch(List<String> arguments, Map<String, String> environment) {
    return new Launch(Path.of("java"), arguments, List.of(), environment, dir, Sharing.OFF);
  }
}
