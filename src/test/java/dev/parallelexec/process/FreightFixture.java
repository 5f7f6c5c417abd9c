package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.Past;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list whose tasks read and write files of a project, as they say. */
abstract class FreightFixture extends LocalEngineFixture {
  Path project() {
    return temp.resolve("project");
  }

  TaskSource tasks(int count) throws IOException {
    Files.createDirectories(project().resolve("in"));
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

  Pool pool() throws EngineException {
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
}
