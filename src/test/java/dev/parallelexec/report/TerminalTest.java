package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bottom of a real terminal, as tmux has one. */
class TerminalTest {
  @TempDir Path directory;

  private Path socket;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    socket = directory.resolve("tmux");
    Assumptions.assumeTrue(there("tmux"), "there is no tmux: no terminal to look at");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // In a file of its own: what tmux hands to a shell is not to be quoted twice.
    Path script = directory.resolve("demo.sh");
    Files.writeString(
        script,
        "'"
            + java
            + "' -XX:TieredStopAtLevel=1 -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + FooterDemo.class.getName()
            + "\ncat > /dev/null\n");
    tmux("-f", "/dev/null", "-u", "new-session", "-d", "-x", "60", "-y", "12", "sh " + script);
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    if (there("tmux")) {
      tmux("kill-server");
    }
  }

  @Test
  void whatOthersPrintIsNeitherLostNorMovedAndNothingStays() throws Exception {
    awaitFooter();
    assertThat(screen())
        .startsWith(ours(13, 20))
        .endsWith(FooterDemo.FOOTER.toArray(String[]::new));

    tmux("resize-window", "-x", "30", "-y", "10");
    tmux("send-keys", "typed", "Enter");
    await().atMost(Duration.ofSeconds(30)).until(() -> screen().contains("ours 22"));
    tmux("resize-window", "-x", "60", "-y", "14");
    tmux("send-keys", "Enter");
    await().atMost(Duration.ofSeconds(30)).until(() -> screen().contains("END"));

    List<String> all = lines(tmux("capture-pane", "-p", "-S", "-"));
    List<String> expected = new ArrayList<>(Arrays.asList(ours(1, 20)));
    expected.addAll(
        List.of("typed", "ours 21", "foreign 1", "foreign 2", "foreign 3", "foreign 4"));
    expected.addAll(List.of("foreign 5", "begun and ended", "ours 22", "", "END"));
    assertThat(all).hasSameSizeAs(expected);
    for (int i = 0; i < all.size(); i++) {
      // Of a line that others wrote over ours the rest may stay.
      boolean foreign = expected.get(i).matches("foreign [2-5]|begun.*");
      String line = foreign ? all.get(i).substring(0, expected.get(i).length()) : all.get(i);
      assertThat(line).isEqualTo(expected.get(i));
    }
  }

  private void awaitFooter() {
    await().atMost(Duration.ofSeconds(30)).until(() -> screen().containsAll(FooterDemo.FOOTER));
  }

  private List<String> screen() throws IOException, InterruptedException {
    return lines(tmux("capture-pane", "-p"));
  }

  /** Without the empty ones at the end, and that on which the cursor stands above the footer. */
  private static List<String> lines(String screen) {
    return screen.stripTrailing().lines().map(String::stripTrailing).toList();
  }

  private static String[] ours(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "ours " + i).toArray(String[]::new);
  }

  private String tmux(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said;
  }

  private static boolean there(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
