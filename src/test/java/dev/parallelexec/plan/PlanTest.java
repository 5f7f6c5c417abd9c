package dev.parallelexec.plan;

import static dev.parallelexec.plan.Lists.CUBE;
import static dev.parallelexec.plan.Lists.arguments;
import static dev.parallelexec.plan.Lists.pull;
import static dev.parallelexec.plan.Lists.request;
import static dev.parallelexec.plan.Lists.tasks;
import static dev.parallelexec.plan.Lists.written;
import static dev.parallelexec.plan.Lists.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole lists. */
class PlanTest {
  private static final Sources TWO = Sources.items(List.of("a", "b"));

  private static TaskSpec task(String id, CallSpec call) {
    return new TaskSpec(id, call, null, null, null, ClaimsSpec.NONE);
  }

  @Test
  void argumentsLeftOutAreTheItem() throws Exception {
    Task second = tasks(request(CUBE, TWO)).get(1);
    assertThat(second.arguments()).isEqualTo(new Arguments(List.of(Text.of("b")), true));
    assertThat(second.index()).isEqualTo(1);
    assertThat(second.id()).isEqualTo("b");
  }

  @Test
  void argumentsThatAreWrittenAreNotTheItem() throws Exception {
    assertThat(arguments(request(CUBE.with(List.of()), TWO))).containsExactly(List.of(), List.of());
    assertThat(arguments(request(CUBE.with(Arrays.asList("x", null)), TWO)))
        .containsExactly(List.of("x", ""), List.of("x", ""));
  }

  @Test
  void propertiesFollowTheItem() throws Exception {
    Request request =
        new Request(
            CUBE,
            TWO,
            null,
            Limits.NONE,
            Map.of("name", "{id}-{slot}", "on", "{index}"),
            ClaimsSpec.NONE,
            Selection.ALL);
    Map<String, Text> properties = tasks(request).get(1).properties();
    assertThat(properties.get("name").at(3)).isEqualTo("b-3");
    assertThat(properties.get("on").at(3)).isEqualTo("1");
  }

  @Test
  void tasksShareTheirCalls() throws Exception {
    Problems problems = new Problems();
    Plan plan =
        Plan.of(
            written(
                CallSpec.NONE,
                task("x", CUBE),
                task(null, CUBE),
                task(null, CallSpec.mainClass("com.acme.Main")),
                task(" ", CUBE)),
            problems);
    assertThat(plan.calls())
        .containsExactly(
            Call.function("com.acme.Numbers::cube"), Call.mainClass("com.acme.Main", List.of(0)));
    List<Task> tasks = pull(plan);
    assertThat(tasks)
        .extracting(Task::id)
        .containsExactly("x", "Numbers::cube", "Main", "Numbers::cube#3");
    assertThat(tasks.get(3).call()).isSameAs(tasks.get(0).call()).isSameAs(plan.calls().get(0));
    assertThat(tasks.get(0).arguments()).isEqualTo(Arguments.NONE);
    assertThat(pull(plan)).isEqualTo(tasks);
  }

  @Test
  void aTaskTakesFromItsListWhatItDoesNotSay() throws Exception {
    CallSpec list = new CallSpec(null, "a.Main", List.of("{id}"), List.of("0", "3"));
    Limits limits =
        new Limits(Duration.ofSeconds(9), 2, Set.of(Outcome.FAILED), Duration.ofSeconds(1), true);
    Request request =
        new Request(
            list,
            Sources.NONE,
            List.of(
                task("inherits", CallSpec.NONE),
                new TaskSpec(
                    "says",
                    new CallSpec("a.B::c", null, List.of(), List.of()),
                    "5s",
                    "0",
                    "false",
                    ClaimsSpec.NONE)),
            limits,
            Map.of(),
            ClaimsSpec.NONE,
            Selection.ALL);
    List<Task> tasks = tasks(request);
    assertThat(tasks.get(0).call()).isEqualTo(Call.mainClass("a.Main", List.of(0, 3)));
    assertThat(tasks.get(0).arguments().at(1)).containsExactly("inherits");
    assertThat(tasks.get(0).limits()).isEqualTo(limits);
    assertThat(tasks.get(1).call()).isEqualTo(Call.function("a.B::c"));
    assertThat(tasks.get(1).arguments()).isEqualTo(Arguments.NONE);
    assertThat(tasks.get(1).limits())
        .isEqualTo(
            new Limits(Duration.ofSeconds(5), 0, limits.retryOn(), limits.retryDelay(), false));
  }

  @Test
  void noSourceIsWrongAndAnEmptyOneIsNot() throws Exception {
    assertThat(wrong(request(CUBE, Sources.NONE)))
        .containsExactly(
            "there is no task source: write <tasks>, or a <function> or <mainClass> with <items>,"
                + " <files>, <linesFile>, <range>, <itemsFunction> or <matrix>");
    assertThat(tasks(request(CUBE, Sources.items(List.of())))).isEmpty();
    assertThat(tasks(written(CallSpec.NONE))).isEmpty();
  }

  @Test
  void whatContradictsItself() {
    Request both = request(new CallSpec("a.B::c", "a.Main", null, null), TWO);
    assertThat(wrong(both))
        .containsExactly("function and mainClass exclude each other: 'a.B::c' and 'a.Main'");
    assertThat(wrong(request(CallSpec.NONE, TWO)))
        .containsExactly("the list needs a function or a mainClass, and has neither");
    Request mixed =
        new Request(
            CUBE,
            Lists.separated(",", "a"),
            List.of(task("x", CUBE)),
            Limits.NONE,
            Map.of(),
            ClaimsSpec.NONE,
            Selection.ALL);
    assertThat(wrong(mixed))
        .containsExactly(
            "tasks cannot stand together with items, itemSeparator: a list is written out, or made"
                + " from items");
  }

  private static ClaimsSpec claims(@Nullable String weight, @Nullable String... locks) {
    return new ClaimsSpec(null, null, locks.length == 0 ? null : Arrays.asList(locks), weight);
  }

  private static Request claiming(ClaimsSpec list, ClaimsSpec... own) {
    List<TaskSpec> tasks = new ArrayList<>();
    for (ClaimsSpec claims : own) {
      tasks.add(new TaskSpec(null, CUBE, null, null, null, claims));
    }
    boolean written = own.length > 0;
    return new Request(
        CUBE,
        written ? Sources.NONE : TWO,
        written ? tasks : null,
        Limits.NONE,
        Map.of(),
        list,
        Selection.ALL);
  }

  @Test
  void tasksClaimWhatTheySayOrElseWhatTheirListSays() throws Exception {
    List<Task> tasks =
        tasks(claiming(claims("2", " a ", "b"), claims("all"), claims(null, "c"), claims("1")));
    assertThat(tasks).extracting(t -> t.claims().weight()).containsExactly(Claims.ALL, 2, 1);
    assertThat(tasks)
        .extracting(t -> t.claims().locks())
        .containsExactly(Set.of("a", "b"), Set.of("c"), Set.of("a", "b"));
    assertThat(tasks(claiming(claims(null, "a"))))
        .allMatch(t -> t.claims().locks().equals(Set.of("a")));
  }

  @Test
  void aPlanKnowsWhetherTasksNeedMoreThanAFreeSlot() {
    Problems none = new Problems();
    assertThat(Plan.of(claiming(ClaimsSpec.NONE), none).contends()).isFalse();
    assertThat(Plan.of(claiming(claims("1")), none).contends()).isFalse();
    assertThat(Plan.of(claiming(claims("2")), none).contends()).isTrue();
    assertThat(Plan.of(claiming(claims(null, "a")), none).contends()).isTrue();
    assertThat(Plan.of(claiming(ClaimsSpec.NONE, claims("1")), none).contends()).isFalse();
    Plan one = Plan.of(claiming(ClaimsSpec.NONE, claims("1"), claims(null, "a")), none);
    assertThat(one.contends()).isTrue();
    assertThat(one.longestFirst(Map.of("x", 1L)).contends()).isTrue();
    assertThat(none.isEmpty()).isTrue();
  }

  @Test
  void wrongClaimsAreToldOfTheListAndOfEachTask() {
    assertThat(wrong(claiming(claims("All", "a", null))))
        .containsExactly(
            "weight: 'All' is not allowed; allowed: a number of slots from 1, or all",
            "locks: '' is not allowed; allowed: a name");
    assertThat(wrong(claiming(ClaimsSpec.NONE, claims("1"), claims("0", " "))))
        .containsExactly(
            "weight of task 2: '0' is not allowed; allowed: a number of slots from 1, or all",
            "locks of task 2: '' is not allowed; allowed: a name");
  }

  @Test
  void everythingThatIsWrongWithTasksIsToldAtOnce() {
    Problems problems = new Problems();
    Plan.of(
        written(
            CallSpec.NONE,
            task("gen", CallSpec.function("a.B#c")),
            task("gen", CallSpec.NONE),
            new TaskSpec(null, CUBE.with(List.of("{item}")), "-1", "many", null, ClaimsSpec.NONE)),
        problems);
    assertThat(problems.text("parallel-exec:apply (all)"))
        .isEqualTo(
            """
            6 things are wrong in the configuration of parallel-exec:apply (all):
              id of task 2: 'gen' is not allowed; allowed: an id of its own; task 1 has this one
              function of task 1 (gen): 'a.B#c' is not allowed; allowed: a method as com.acme.Numbers::cube, or the name of a class that is a Function, Callable, Runnable or Supplier; did you mean 'a.B::c'?
              task 2 (gen) needs a function or a mainClass, and has neither
              arguments of task 3: '{item}' needs an item, and a task that is written out has none
              timeout of task 3: '-1' is not allowed; allowed: a duration as 500ms, 30s, 5m, 2h, 1m30s or PT30S, or seconds
              retries of task 3: 'many' is not allowed; allowed: a whole number from 0\
            """);
  }
}
