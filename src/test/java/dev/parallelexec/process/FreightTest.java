package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Past;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nodes that do not share this machine's files are sent what tasks read, and what they write comes
 * back.
 */
class FreightTest extends LocalEngineFixture {
  private final NextDoor cluster = new NextDoor();
  private final AtomicInteger broken = new AtomicInteger();

  @Override
  Placement placement() {
    return cluster;
  }

  @BeforeEach
  void nodesHaveDirectoriesOfTheirOwn() throws IOException {
    Files.createDirectories(project().resolve("in"));
    cluster.freights = name -> new Cart(project(), temp.resolve(name));
  }

  private Path project() {
    return temp.resolve("project");
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

  private TaskSource tasks(int count) throws IOException {
    List<Task> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path in = project().resolve("in/" + i + ".txt");
      Files.writeString(in, "text " + i);
      Path out = project().resolve("out/" + i + ".txt");
      Claims claims =
          new Claims(
              1,
              Set.of(),
              List.of(new FilePattern("in", i + "[.]txt", "in/" + i + ".txt")),
              List.of(FilePattern.path("out/" + i + ".txt")));
      List<Text> texts = List.of(Text.of(in.toString()), Text.of(out.toString()));
      all.add(
          new Task(i, "t" + i, UPPER, new Arguments(texts, false), Map.of(), Limits.NONE, claims));
    }
    Iterator<Task> left = all.iterator();
    return new TaskSource() {
      @Override
      public @Nullable Task next() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public int size() {
        return count;
      }
    };
  }

  private static final Call UPPER = sample("upper");

  private Pool pool() throws EngineException {
    ListOptions options =
        new ListOptions(
            new ListOptions.Bounds(2, 1, 0, 0, Long.MAX_VALUE),
            Duration.ofSeconds(4),
            false,
            List.of(UPPER),
            false,
            project(),
            project().resolve("report"));
    return new Pool(
        workers.open(workers.base(spec(null)), options, heard),
        new Pool.Policy(FailurePolicy.FAIL_AT_END, Duration.ZERO, null, Leaks.WARN),
        heard,
        Past.NONE,
        null);
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
