package dev.parallelexec.plan;

import static dev.parallelexec.plan.Lists.CUBE;
import static dev.parallelexec.plan.Lists.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** In which order tasks go when it is known what took long. */
class LongestFirstTest {
  private static final Sources NAMES = Sources.items(List.of("a", "b", "c", "d", "e"));

  @Test
  void theLongestGoFirstAndTheRestAsItStands() throws Exception {
    List<Task> tasks = pull(plan(NAMES).longestFirst(Map.of("b", 20L, "d", 90L, "gone", 500L)));

    assertThat(tasks).extracting(Task::id).containsExactly("d", "b", "a", "c", "e");
    assertThat(tasks).as("places stay").extracting(Task::index).containsExactly(3, 1, 0, 2, 4);
  }

  @Test
  void ofEqualOnesTheFirstInTheListGoesFirst() throws Exception {
    List<Task> tasks = pull(plan(NAMES).longestFirst(Map.of("e", 7L, "a", 7L, "c", 7L)));

    assertThat(tasks).extracting(Task::id).containsExactly("a", "c", "e", "b", "d");
  }

  @Test
  void whereNothingIsKnownTheOrderIsTheListsAndTheSizeStays() throws Exception {
    Plan plan = plan(NAMES);

    assertThat(plan.longestFirst(Map.of())).isSameAs(plan);
    assertThat(plan.longestFirst(Map.of("c", 1L)).size()).isEqualTo(5);
  }

  @Test
  void aListWhoseTasksOnlyTheEndTellsStaysAsItIs() {
    Plan open = new Plan(List.of(), "a function", -1, false, Written::none);

    assertThat(open.longestFirst(Map.of("a", 1L))).isSameAs(open);
  }

  @Test
  void aSourceThatBreaksDoesSoWhereItDidBefore() throws Exception {
    Plan plan = new Plan(List.of(), "a file", 5, false, () -> new Breaking(plan(NAMES).open(), 3));

    List<String> pulled = new ArrayList<>();
    try (Tasks tasks = plan.longestFirst(Map.of("c", 5L, "e", 9L)).open()) {
      assertThatThrownBy(
              () -> {
                for (Task task = tasks.next(); task != null; task = tasks.next()) {
                  pulled.add(task.id());
                }
              })
          .isInstanceOf(PlanException.class)
          .hasMessage("the file is gone");
    }
    assertThat(pulled).containsExactly("a", "b", "c");
  }

  /** Holds for any list and whatever is known: each task once, known ones by their time. */
  @Property(tries = 300)
  void everyTaskComesOnce(
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll List<@IntRange(max = 60) Integer> known)
      throws Exception {
    Map<String, Long> took = new HashMap<>();
    known.forEach(place -> took.put(Integer.toString(place), place * 31L % 17));

    List<Task> tasks = pull(plan(Lists.range("0.." + size)).longestFirst(took));

    assertThat(tasks).extracting(Task::index).doesNotHaveDuplicates().hasSize(size + 1);
    List<Task> sorted = new ArrayList<>(tasks);
    sorted.sort(
        (a, b) -> {
          int longer = Long.compare(took.getOrDefault(b.id(), -1L), took.getOrDefault(a.id(), -1L));
          return longer != 0 ? longer : Integer.compare(a.index(), b.index());
        });
    assertThat(tasks).isEqualTo(sorted);
  }

  private static Plan plan(Sources sources) {
    Problems problems = new Problems();
    Plan plan = Plan.of(Lists.request(CUBE, sources), problems);
    assertThat(problems.sentences()).isEmpty();
    return plan;
  }

  /** Breaks after so many tasks. */
  private static final class Breaking implements Tasks {
    private final Tasks tasks;
    private int left;

    Breaking(Tasks tasks, int left) {
      this.tasks = tasks;
      this.left = left;
    }

    @Override
    public Task next() throws PlanException, InterruptedException {
      if (left-- == 0) {
        throw new PlanException("the file is gone");
      }
      return tasks.next();
    }

    @Override
    public int size() {
      return tasks.size();
    }

    @Override
    public boolean listable() {
      return tasks.listable();
    }

    @Override
    public void close() {
      tasks.close();
    }
  }
}
