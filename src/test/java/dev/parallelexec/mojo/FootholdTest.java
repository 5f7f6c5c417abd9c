package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.report.Console.Size;
import dev.parallelexec.report.ProgressKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a list may draw on the terminal, and what is known of it. */
class FootholdTest {
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

  @Test
  void aTerminalThatSomebodyLooksAtHasABottom() {
    assertThat(auto(true, true, true, true, XTERM)).isTrue();
    assertThat(auto(false, true, true, true, XTERM)).as("a pipe").isFalse();
    assertThat(auto(true, false, true, true, XTERM)).as("-T or -l").isFalse();
    assertThat(auto(true, true, false, true, XTERM)).as("-q").isFalse();
    assertThat(auto(true, true, true, false, XTERM)).as("-B").isFalse();
    assertThat(auto(true, true, true, true, Map.of())).as("no TERM").isFalse();
    assertThat(auto(true, true, true, true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(auto(true, true, true, true, Map.of("TERM", "xterm", "CI", "true"))).isFalse();
    assertThat(auto(true, true, true, true, Map.of("TERM", "xterm", "CI", ""))).isTrue();
  }

  @Test
  void barInsistsAsFarAsThereIsATerminal() {
    Map<String, String> ci = Map.of("CI", "true");
    assertThat(new Foothold(true, true, true, false, ci).holds(ProgressKind.BAR)).isTrue();
    assertThat(new Foothold(false, true, true, true, XTERM).holds(ProgressKind.BAR)).isFalse();
    assertThat(new Foothold(true, false, true, true, XTERM).holds(ProgressKind.BAR)).isFalse();
    assertThat(new Foothold(true, true, false, true, XTERM).holds(ProgressKind.BAR)).isFalse();
  }

  @Test
  void othersDoNotWantIt() {
    Foothold best = new Foothold(true, true, true, true, XTERM);
    assertThat(best.holds(ProgressKind.COUNTER)).isFalse();
    assertThat(best.holds(ProgressKind.NONE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Launcher -l x.log verify", "L verify --log-file=x", "L -lx", "L --log-file x"})
  void aLogFileIsSeenOnTheCommandLine(String command) {
    assertThat(Foothold.logsToFile(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Launcher verify", "L -pl x verify", "L -Dx=-l", "L -fae --legacy-x"})
  void otherOptionsAreNoLogFile(String command) {
    assertThat(Foothold.logsToFile(command)).isFalse();
  }

  @Test
  void sizesAreReadAsSttyTellsThem() {
    Size before = new Size(132, 40);
    assertThat(MavenTerminal.parsed("24 90", before)).isEqualTo(new Size(90, 24));
    assertThat(MavenTerminal.parsed("0 0", before)).isEqualTo(new Size(80, 24));
    assertThat(MavenTerminal.parsed(null, before)).isEqualTo(before);
    assertThat(MavenTerminal.parsed("stty: what?", before)).isEqualTo(before);
  }

  private static boolean auto(
      boolean terminal, boolean alone, boolean info, boolean attended, Map<String, String> env) {
    return new Foothold(terminal, alone, info, attended, env).holds(ProgressKind.AUTO);
  }
}
