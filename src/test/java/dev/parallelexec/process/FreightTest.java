package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nodes that do not share this machine's files are sent what tasks read, and what they write comes
 * back.
 */
class FreightTest extends FreightFixture {
  private final NextDoor cluster = new NextDoor();
  private final AtomicInteger broken = new AtomicInteger();

  @Override
  Placement placement() {
    return cluster;
  }

  @BeforeEach
  void nodesHaveDirectoriesOfTheirOwn() throws IOException {
    cluster.freights = name -> new Cart(project(), temp.resolve(name));
  }

  /** Copies between two directories. */
  private final class Cart implements Placement.Freight {
    private final Path here;
    private final Path there;

    Cart(Path here, Path there) {
      this.here = here;
      this.there = there;
    }

    @Override
    public void bring(List<Path> files) throws IOException {
      if (broken.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new IOException("node-x: no space left for in/0.txt");
      }
      for (Path file : files) {
        copy(file, there.resolve(here.relativize(file)));
      }
    }

    @Override
    public void fetch(Path root, String regex) throws IOException {
      Path from = there.resolve(here.relativize(root));
      if (Files.isDirectory(from)) {
        try (Stream<Path> all = Files.walk(from)) {
          for (Path file : all.filter(Files::isRegularFile).toList()) {
            if (from.relativize(file).toString().matches(regex)) {
              copy(file, root.resolve(from.relativize(file)));
            }
          }
        }
      } else if (Files.exists(from)) {
        copy(from, root);
      }
    }

    private void copy(Path from, Path to) throws IOException {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String there(String text) {
      return text.replace(here.toString(), there.toString());
    }
  }

  @Test
  void whatATaskReadsIsThereAndWhatItWroteComesBack() throws Exception {
    ListResult result = pool().map(tasks(40));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(40);
    for (int i = 0; i < 40; i++) {
      assertThat(project().resolve("out/" + i + ".txt")).hasContent("TEXT " + i);
    }
    assertThat(
            temp.resolve("node-a/out/0.txt").toFile().exists()
                || temp.resolve("node-b/out/0.txt").toFile().exists())
        .isTrue();
  }

  @Test
  void aNodeThatTakesNoFilesIsLost() throws Exception {
    broken.set(1);
    ListResult result = pool().map(tasks(10));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(10);
    assertThat(heard.notices())
        .anyMatch(
            text -> text.endsWith("died between two tasks: node-x: no space left for in/0.txt"));
  }

  @Test
  void whereNoNodeTakesFilesTheListEndsWithTheReason() throws Exception {
    broken.set(Integer.MAX_VALUE);
    Pool pool = pool();
    TaskSource tasks = tasks(10);
    assertThatThrownBy(() -> pool.map(tasks))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("node-x: no space left for in/0.txt");
    assertThat(heard.outcomes()).hasSize(10).containsOnly("cancelled");
  }
}
