package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the page of a module is drawn. */
class ModulePagesTest {
  @TempDir Path base;
  private final ConsoleText console = new ConsoleText();
  private long now = 7;
  private final ModulePages pages = new ModulePages(() -> now);
  private ListHead head;
  private Path directory;
  private Path page;

  @BeforeEach
  void anExecutionHasEnded() throws IOException {
    Typical typical = new Typical(base).end();
    head = typical.story.head;
    directory = typical.story.directory();
    page = directory.resolveSibling("index.html");
    Files.delete(page);
  }

  private boolean drawn() throws IOException {
    return Files.deleteIfExists(page);
  }

  private void ended() {
    pages.ended(head, Objects.requireNonNull(ListStatus.of(directory, new Json())), console);
  }

  @Test
  void behindTheFirstExecutionAtOnce() throws IOException {
    ended();
    assertThat(page).content().contains("gen/index.html");
    assertThat(page.resolveSibling("style.css")).isNotEmptyFile();
    assertThat(page.resolveSibling("trace.json")).content().contains("parallel-exec gen");
  }

  @Test
  void thenNowAndThenAndAtTheEnd() throws IOException {
    ended();
    assertThat(drawn()).isTrue();
    now += TimeUnit.MILLISECONDS.toNanos(499);
    ended();
    assertThat(drawn()).as("half a second is not over").isFalse();
    pages.draw();
    assertThat(drawn()).as("what was missing").isTrue();
    pages.draw();
    assertThat(drawn()).as("nothing is missing").isFalse();
    now += TimeUnit.MILLISECONDS.toNanos(500);
    ended();
    assertThat(drawn()).as("half a second is over").isTrue();
    pages.draw();
    assertThat(drawn()).as("nothing is missing").isFalse();
    assertThat(console.blocks).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsTold() throws IOException {
    Files.createDirectories(page.resolve("x"));
    ended();
    assertThat(console.text())
        .isEqualTo(
            "[WARNING] The page of the module, "
                + page
                + ", or its trace cannot be written: there is a directory in its place; move it"
                + " away");
  }
}
