package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The command that is printed so that people paste it. */
class AgainTest {
  @Test
  void repeatsWhatWasTyped() {
    Again again = new Again(List.of("verify"), List.of("-Pci", "-pl", "api"), Map.of("x", "1"));
    assertThat(again.text(false)).isEqualTo("mvn -Pci -pl api verify -Dx=1");
    assertThat(again.text(true)).isEqualTo("mvn -Pci -pl api verify -Dx=1");
  }

  @Test
  void secretsAreLeftOutAndNamed() {
    Properties typed = new Properties();
    for (String name :
        List.of(
            "db.PASSWORD",
            "apiToken",
            "gpg.passphrase",
            "aws.secret",
            "signKey",
            "x.cred" + "entials",
            "authHeader")) {
      typed.setProperty(name, "hunter2");
    }
    typed.setProperty("url", "https://me:hunter2@example.org/x");
    typed.setProperty("proxy", "http://example.org/");
    typed.setProperty("session.rootDirectory", "/x");
    String text = new Again(List.of("verify"), List.of(), Again.typed(typed)).text(false);
    assertThat(text).doesNotContain("hunter2");
    assertThat(text.lines())
        .containsExactly(
            "mvn verify -Dproxy=http://example.org/",
            "left out: -DapiToken=… -DauthHeader=… -Daws.secret=… -Ddb.PASSWORD=…"
                + " -Dgpg.passphrase=… -DsignKey=… -Durl=… -Dx.credentials=…");
  }

  @Test
  void whatCannotBeShownInOneLineIsLeftOut() {
    Map<String, String> properties = new TreeMap<>(Map.of("evil", "a\u001b[2J", "lines", "a\nb"));
    assertThat(new Again(List.of("verify"), List.of(), properties).text(false))
        .isEqualTo("mvn verify\nleft out: -Devil=… -Dlines=…");
    assertThat(new Again(List.of("verify"), List.of(), Map.of("q", "\"a\"")).text(true))
        .isEqualTo("mvn verify\nleft out: -Dq=…");
  }

  @Test
  void aShellTakesTheLineApartAsItWas() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Path.of("/bin/sh").toFile().canExecute(), "there is no /bin/sh");
    List<String> values =
        List.of(
            "a b", "it's", "$HOME `id` $(id)", "*", "!x", "a\\b", "", "ü", "#", "~", "a;b&c|d>e");
    for (String value : values) {
      String line = new Again(List.of("verify"), List.of(), Map.of("x", value)).text(false);
      String script = "mvn() { printf '%s\\n' \"$@\"; }; " + line;
      Process shell = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true).start();
      String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).isEqualTo("verify\n-Dx=" + value + "\n");
      assertThat(shell.waitFor()).isZero();
    }
  }

  @Test
  void pathsAreRelativeToWhereOneIs() {
    assertThat(Again.path(Path.of("/a/b"), Path.of("/a/b/c/pom.xml"))).isEqualTo("c/pom.xml");
    assertThat(Again.path(Path.of("/a/b"), Path.of("/a/pom.xml"))).isEqualTo("/a/pom.xml");
  }
}
