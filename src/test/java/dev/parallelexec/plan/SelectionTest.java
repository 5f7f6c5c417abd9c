package dev.parallelexec.plan;

import static dev.parallelexec.plan.Lists.CUBE;
import static dev.parallelexec.plan.Lists.pull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tasks of a list run this time. */
class SelectionTest {
  private static final Sources NAMES =
      Sources.items(List.of("orders", "orders/slow", "carts", "users", "carts/slow"));

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders*           | orders orders/slow",
        "orders            | orders",
        "!*slow            | orders carts users",
        "carts*, !*/slow   | carts",
        "*s?               | ''",
        "????s             | carts users",
        "users,carts       | carts users",
        "nothing           | ''"
      })
  void globsChooseByIdAndKeepTheOrder(String filter, String expected) throws Exception {
    assertThat(String.join(" ", ids(filter, null, null))).isEqualTo(expected);
  }

  @Test
  void whatRunsKeepsItsPlaceAndTheSizeIsKnown() throws Exception {
    Plan plan = plan(NAMES, "carts*", null, null);
    List<Task> tasks = pull(plan);
    assertThat(plan.size()).isEqualTo(2);
    assertThat(tasks).extracting(Task::index).containsExactly(2, 4);
  }

  @Test
  void repeatedTasksHavePlacesAndIdsOfTheirOwn() throws Exception {
    List<Task> tasks = pull(plan(NAMES, "users", null, "3"));
    assertThat(tasks)
        .extracting(Task::id)
        .containsExactly("users (1 of 3)", "users (2 of 3)", "users (3 of 3)");
    assertThat(tasks).extracting(Task::index).containsExactly(9, 10, 11);
    assertThat(tasks).allMatch(task -> task.arguments().at(1).equals(List.of("users")));
  }

  @Test
  void slicesTakeTurns() throws Exception {
    assertThat(ids(null, "slice:1/2", null)).containsExactly("orders", "carts", "carts/slow");
    assertThat(ids(null, "slice:2/2", null)).containsExactly("orders/slow", "users");
    assertThat(ids("!orders*", "slice:1/2", null))
        .as("of what the filter left")
        .containsExactly("carts", "carts/slow");
  }

  @Test
  void aHashDependsOnTheIdAlone() throws Exception {
    List<String> before = ids(null, "hash:1/2", null);
    Sources fewer = Sources.items(List.of("carts/slow", "orders"));
    List<String> after = pull(plan(fewer, null, "hash:1/2", null)).stream().map(Task::id).toList();
    assertThat(before.contains("orders")).isEqualTo(after.contains("orders"));
    assertThat(before.contains("carts/slow")).isEqualTo(after.contains("carts/slow"));
  }

  @Property(tries = 200)
  void allSharesTogetherRunEachTaskOnce(
      @ForAll @IntRange(max = 60) int tasks, @ForAll @IntRange(min = 1, max = 9) int shares)
      throws Exception {
    Sources sources = Lists.range("1.." + Math.max(1, tasks));
    for (String kind : List.of("slice", "hash")) {
      Map<String, Integer> seen = new HashMap<>();
      for (int share = 1; share <= shares; share++) {
        pull(plan(sources, null, kind + ":" + share + "/" + shares, null))
            .forEach(task -> seen.merge(task.id(), 1, Integer::sum));
      }
      assertThat(seen).hasSize(Math.max(1, tasks));
      assertThat(seen.values()).allMatch(times -> times == 1);
    }
  }

  @Test
  void timedSharesAreBalancedAndTogetherEverything() throws Exception {
    Path results = temp.resolve("results.json");
    Files.writeString(
        results,
        """
        {"schema":1,"counts":{"tasks":[1]},"tasks":[
        {"index":0,"id":"orders","arguments":["tasks"],"result":{"id":"x","seconds":99},"seconds":8},
        {"index":1,"id":"orders/slow","seconds":5.5},
        {"index":2,"id":"carts","seconds":4}],"value":null}
        """);
    List<String> first = ids(null, "timed:1/2:results.json", null);
    List<String> second = ids(null, "timed:2/2:results.json", null);
    // 8; 5.83 (the average) twice to the second, which then has more; 5.5 to the first; 4.
    assertThat(first).containsExactly("orders", "orders/slow");
    assertThat(second).containsExactly("carts", "users", "carts/slow");
  }

  @Test
  void wrongSelectionsAreTold() throws Exception {
    assertThat(wrong("!", null, null).get(0)).startsWith("taskFilter: '!' is not allowed");
    for (String partition :
        List.of("3", "slice:0/3", "slice:4/3", "slices:1/3", "timed:1/3", "slice:1/3:x.json")) {
      assertThat(wrong(null, partition, null))
          .as(partition)
          .containsExactly(
              "partition: '"
                  + partition
                  + "' is not allowed; allowed: slice:1/3, hash:1/3 or timed:1/3:FILE, with a share"
                  + " from 1 to the number of shares, and an earlier results.json as FILE");
    }
    assertThat(wrong(null, "timed:1/3:none.json", null).get(0))
        .endsWith("there is no " + temp.resolve("none.json"));
    Files.writeString(temp.resolve("other.json"), "{\"a\": 1}");
    assertThat(wrong(null, "timed:1/3:other.json", null))
        .containsExactly(
            "partition: "
                + temp.resolve("other.json")
                + " cannot be used: it is no results.json: it has no tasks");
    assertThat(wrong(null, null, "0").get(0)).startsWith("repeat: '0' is not allowed");
  }

  private List<String> ids(
      @Nullable String filter, @Nullable String partition, @Nullable String repeat)
      throws Exception {
    return pull(plan(NAMES, filter, partition, repeat)).stream().map(Task::id).toList();
  }

  private List<String> wrong(
      @Nullable String filter, @Nullable String partition, @Nullable String repeat) {
    Problems problems = new Problems();
    planned(NAMES, filter, partition, repeat, problems);
    return new ArrayList<>(problems.sentences());
  }

  private Plan plan(
      Sources sources,
      @Nullable String filter,
      @Nullable String partition,
      @Nullable String repeat) {
    Problems problems = new Problems();
    Plan plan = planned(sources, filter, partition, repeat, problems);
    assertThat(problems.sentences()).isEmpty();
    return plan;
  }

  private Plan planned(
      Sources sources,
      @Nullable String filter,
      @Nullable String partition,
      @Nullable String repeat,
      Problems problems) {
    // A property has no temporary directory, and needs none.
    Path base = temp == null ? Path.of("") : temp;
    Selection selection = Selection.of(filter, partition, repeat, base, problems);
    Request request =
        new Request(CUBE, sources, null, Limits.NONE, Map.of(), ClaimsSpec.NONE, selection);
    return Plan.of(request, problems);
  }
}
