package dev.parallelexec.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherKindTest {
  @TempDir Path dir;

  @Test
  void isFound() {
    assertThat(ServiceLoader.load(EngineKind.class))
        .extracting(EngineKind::name)
        .contains("launcher");
  }

  @Test
  void takesWhatIsRight() {
    assertThat(problems("ssh -o 'BatchMode yes' host{slot}", Map.of())).isEmpty();
    assertThat(problems("srun", Map.of("address", "10.0.0.1", "staging", "copy"))).isEmpty();
  }

  @Test
  void tellsEverythingThatIsWrong() {
    assertThat(problems(" ", Map.of()))
        .containsExactly(
            "launcher: nothing is set; allowed: the words that have a command run on a node,"
                + " as ssh host{slot}");
    assertThat(problems("ssh 'host", Map.of("adress", "x", "staging", "copi")))
        .containsExactly(
            "engineProperties: 'adress' is not allowed; allowed: address, staging;"
                + " did you mean 'address'?",
            "launcher: a quote of 'ssh 'host' is not closed",
            "engineProperties: staging 'copi' is not allowed; allowed: auto, shared, copy;"
                + " did you mean 'copy'?");
    assertThat(problems("ssh {host} a{slot ${env.JOB} ${job}", Map.of("address", "")))
        .containsExactly(
            "engineProperties: address '' is not allowed; allowed: an address or name of this"
                + " machine that the nodes reach",
            "launcher: '{host}' is not allowed; allowed: {slot}; a brace is written {{",
            "launcher: the brace of '{slot' is not closed; a brace is written {{",
            "launcher: '${env.JOB}' has no value here; is the property set, or the environment"
                + " variable JOB?",
            "launcher: '${job}' has no value here; is the property set?");
    EngineKind.Settings both =
        new EngineKind.Settings("nice", "spark://a:7077", "4", Map.of(), Duration.ZERO, dir);
    assertThat(new LauncherKind().problems(both))
        .containsExactly(
            "engineMaster: 'spark://a:7077' is not allowed; allowed: none, with engine 'launcher'",
            "engineVersion: '4' is not allowed; allowed: none, with engine 'launcher'");
  }

  @Test
  void splitsWithQuotesAndPutsTheSlotIn() {
    assertThat(words("a 'b {slot} c'\n \"d'e\" {{{slot}}{slot}{slot}x{{}"))
        .containsExactly("a", "b 7 c", "d'e", "{7}77x{}");
    assertThat(words("$HOME `x` *")).containsExactly("$HOME", "`x`", "*");
  }

  private static List<String> words(String text) {
    return CommandPrefix.parse(
            text,
            problem -> {
              throw new AssertionError(problem);
            })
        .at(7);
  }

  @Test
  void listensWhereOthersReachIt() throws Exception {
    try (Placement placement = open(Map.of())) {
      InetAddress address = placement.address();
      assertThat(NetworkInterface.getByInetAddress(address)).isNotNull();
      assertThat(address.isLinkLocalAddress()).isFalse();
    }
    try (Placement placement = open(Map.of("address", "127.0.0.1"))) {
      assertThat(placement.address()).isEqualTo(InetAddress.getByName("127.0.0.1"));
    }
    assertThatThrownBy(() -> open(Map.of("address", "192.0.2.1")))
        .isInstanceOf(EngineException.class)
        .hasMessageMatching(
            "engineProperties: address '192\\.0\\.2\\.1' is none of this machine, which has .+");
    assertThatThrownBy(() -> open(Map.of("address", "no such name")))
        .isInstanceOf(EngineException.class)
        .hasMessageMatching(
            "engineProperties: address 'no such name' is not known here; this machine has .+");
  }

  private Placement open(Map<String, String> properties) throws EngineException {
    return Launchers.open(Launchers.settings("env", properties, dir), dir);
  }

  private List<String> problems(String launcher, Map<String, String> properties) {
    return new LauncherKind().problems(Launchers.settings(launcher, properties, dir));
  }
}
