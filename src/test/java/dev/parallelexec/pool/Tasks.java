package dev.parallelexec.pool;

import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes task lists for tests. */
public final class Tasks {
  private final List<Task> tasks = new ArrayList<>();

  /** One task for each list of arguments. */
  public static Tasks of(Call call, List<List<String>> arguments) {
    Tasks all = new Tasks();
    arguments.forEach(one -> all.add(call, Limits.NONE, one));
    return all;
  }

  /** One task for each number below. */
  public static Tasks upTo(Call call, int end) {
    return of(call, IntStream.range(0, end).mapToObj(i -> List.of(Integer.toString(i))).toList());
  }

  public Tasks add(Call call, Limits limits, List<String> arguments) {
    List<Text> texts = arguments.stream().map(Text::of).toList();
    int index = tasks.size();
    tasks.add(new Task(index, "t" + index, call, new Arguments(texts, false), Map.of(), limits));
    return this;
  }

  /** One more that claims slots and locks. */
  public Tasks add(Call call, Limits limits, List<String> arguments, int weight, String... locks) {
    add(call, limits, arguments);
    Task last = tasks.remove(tasks.size() - 1);
    tasks.add(
        new Task(
            last.index(),
            last.id(),
            call,
            last.arguments(),
            Map.of(),
            limits,
            new Claims(weight, Set.of(locks), List.of(), List.of())));
    return this;
  }

  public List<Call> calls() {
    return tasks.stream().map(Task::call).distinct().toList();
  }

  public List<Task> list() {
    return tasks;
  }

  public TaskSource source() {
    Iterator<Task> all = tasks.iterator();
    return new TaskSource() {
      @Override
      public @Nullable Task next() {
        return all.hasNext() ? all.next() : null;
      }

      @Override
      public int size() {
        return tasks.size();
      }
    };
  }
}
