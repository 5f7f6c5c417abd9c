package dev.parallelexec.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.jvm.ArgumentFile;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a value is, it arrives as it is, through whatever shells are on the way. */
class ScriptPropertyTest {
  private static final List<String> LAUNCHERS =
      List.of("env", "sh -c 'eval \"$*\"' x", "sh -c 'exec bash' x", "sh -c 'exec dash' x");

  private static Path classes;

  @BeforeContainer
  static void compile() throws Exception {
    classes = Launchers.teller(Files.createTempDirectory("teller"));
  }

  @AfterContainer
  static void delete() throws Exception {
    Files.delete(classes.resolve("Teller.class"));
    Files.delete(classes);
  }

  @Provide
  Arbitrary<List<String>> values() {
    Arbitrary<String> any = Arbitraries.strings().excludeChars('\0').ofMaxLength(40);
    Arbitrary<String> nasty =
        Arbitraries.strings()
            .withChars("'\"\\$`!*~{}()[];&|<>#% \n\r\tax\u0081\u0088日")
            .ofMaxLength(20);
    return Arbitraries.oneOf(any, nasty).list().ofMinSize(1).ofMaxSize(30);
  }

  @Property(tries = 40)
  void wordsArriveUnchanged(@ForAll("values") List<String> values) throws Exception {
    for (String launcher : LAUNCHERS) {
      Script script = new Script();
      script.add("printf '%s\\n' '" + script.marker() + "'\n");
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      for (String value : values) {
        script.add("printf '%s\\n' ").word("it", value).add("\n");
        expected.writeBytes(ArgumentFile.encoded(value));
        expected.write('\n');
      }
      script.add("exit 0\n");
      List<String> prefix = CommandPrefix.parse(launcher, problem -> {}).at(1);
      Process process =
          NodeShell.run(prefix, script, Duration.ofSeconds(30), () -> false).process();
      assertThat(process.getInputStream().readAllBytes()).isEqualTo(expected.toByteArray());
      assertThat(process.waitFor()).isZero();
    }
  }

  /** Only what this machine's own locale can say comes through two JVMs. */
  @Property(tries = 12)
  void argumentsAndEnvironmentArriveUnchanged(
      @ForAll("values") List<String> values, @ForAll boolean bash) throws Exception {
    List<String> arguments = new ArrayList<>();
    Map<String, String> environment = new HashMap<>();
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i).replaceAll("[^\\x01-\\x7f]", "?");
      arguments.add("-Dpx" + i + "=" + value);
      environment.put("PX_" + i, value);
      expected.put("px" + i, value);
      expected.put("env.PX_" + i, value);
    }
    Path dir = classes.getParent();
    String launcher = bash ? "sh -c 'exec bash' x" : "env";
    try (var placement =
        Launchers.open(Launchers.settings(launcher, Map.of("staging", "shared"), dir), classes)) {
      Launchers.Talk talk =
          new Launchers.Talk(
              placement.start(
                  Launchers.worker(classes, dir, arguments, environment), Launchers.SECRET));
      assertThat(talk.told).containsAllEntriesOf(expected);
      assertThat(talk.end("exit 0")).isZero();
    }
  }
}
