package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Fired;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalEngineTest extends LocalEngineFixture {
  @Test
  void mapKeepsTheOrderOfItemsWhateverFinishesFirst() throws Exception {
    Tasks tasks = Tasks.upTo(sample("cube"), 5000);
    ListResult result = new Setting().map(tasks);
    assertThat(result.good()).isTrue();
    assertThat(heard.values())
        .isEqualTo(
            IntStream.range(0, 5000).mapToObj(i -> Long.toString((long) i * i * i)).toList());
  }

  @Test
  void differentTasksRunSideBySide() throws Exception {
    Path meeting = Files.createDirectory(temp.resolve("meeting"));
    List<String> arguments = List.of(meeting.toString(), "2");
    ListResult result = new Setting().map(Tasks.of(sample("meet"), List.of(arguments, arguments)));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(2);
  }

  @Test
  void aListWithOneWorkerHasTheFirstSlotWhereItIsFree() throws Exception {
    for (int round = 0; round < 4; round++) {
      Path meeting = Files.createDirectory(temp.resolve("meeting" + round));
      List<String> arguments = List.of(meeting.toString(), "2");
      Setting both = new Setting();
      both.listener = new Recorder();
      both.map(Tasks.of(sample("meet"), List.of(arguments, arguments)));
      Setting small = new Setting();
      small.atOnce = 1;
      small.listener = new Recorder();
      small.map(Tasks.upTo(sample("cube"), 1));
      assertThat(small.listener.results().get(0).last().span().slot()).isEqualTo(1);
    }
  }

  @Test
  void applyNeverRunsTwoAtOnceAndStopsAtTheFirstFailure() throws Exception {
    String file = temp.resolve("trace").toString();
    Tasks tasks = new Tasks();
    for (String name : List.of("a", "b", "c")) {
      tasks.add(sample("trace"), Limits.NONE, List.of(file, name));
    }
    tasks.add(sample("fail"), Limits.NONE, List.of("enough"));
    tasks.add(sample("trace"), Limits.NONE, List.of(file, "d"));
    new Setting().pool(tasks).apply(tasks.source());
    assertThat(Files.readAllLines(Path.of(file)))
        .containsExactly("+a", "-a", "+b", "-b", "+c", "-c");
    assertThat(heard.outcomes())
        .containsExactly("passed", "passed", "passed", "failed", "cancelled");
  }

  @Test
  void firedTasksRunOnAndAreCollected() throws Exception {
    Tasks tasks = Tasks.upTo(sample("cube"), 3);
    Setting setting = new Setting();
    setting.fired = true;
    Fired fired = setting.pool(tasks).async(tasks.source(), "fired");
    assertThat(fired.collect(Duration.ZERO).good()).isTrue();
    assertThat(heard.values()).containsExactly("0", "1", "8");
  }

  @Test
  void aGoalGetsAWorkerEvenWhenFiredTasksHoldAll() throws Exception {
    Tasks hanging = new Tasks();
    int all = 2 * threads();
    IntStream.range(0, all).forEach(i -> hanging.add(sample("hang"), Limits.NONE, List.of()));
    Setting background = new Setting();
    background.fired = true;
    Fired fired = background.pool(hanging).async(hanging.source(), "fired");
    org.awaitility.Awaitility.await().until(() -> heard.events().size() == all);

    Recorder goal = new Recorder();
    Tasks tasks = Tasks.upTo(sample("cube"), 3);
    ListOptions options =
        new ListOptions(
            new ListOptions.Bounds(2, threads(), 0, 0, Long.MAX_VALUE),
            Duration.ZERO,
            false,
            tasks.calls(),
            false,
            Path.of(""),
            temp);
    Pool.Policy policy =
        new Pool.Policy(FailurePolicy.FAIL_AT_END, Duration.ZERO, null, Leaks.WARN);
    new Pool(workers.open(workers.base(spec(null)), options, goal), policy, goal)
        .map(tasks.source());
    assertThat(goal.values()).containsExactly("0", "1", "8");
    assertThat(goal.notices()).hasSize(1);
    assertThat(goal.results()).allMatch(result -> result.last().span().slot() == 3);

    ListResult cancelled = fired.cancel("enough");
    assertThat(cancelled.count(Outcome.CANCELLED)).isEqualTo(all);
  }

  @Test
  void workersStayWarmForTheNextListOfTheSameSpecOnly() throws Exception {
    new Setting().map(Tasks.of(sample("pid"), List.of(List.of())));
    Recorder second = new Recorder();
    Tasks tasks = Tasks.of(sample("pid"), List.of(List.of()));
    String first = heard.values().get(0);
    Setting other = new Setting();
    Pool.Policy policy =
        new Pool.Policy(FailurePolicy.FAIL_AT_END, Duration.ZERO, null, Leaks.WARN);
    ListOptions options =
        new ListOptions(
            new ListOptions.Bounds(2, threads(), 0, 0, Long.MAX_VALUE),
            Duration.ZERO,
            false,
            tasks.calls(),
            false,
            Path.of(""),
            temp);
    new Pool(workers.open(workers.base(other.spec), options, second), policy, second)
        .map(tasks.source());
    assertThat(second.values()).containsExactly(first);
    WorkerSpec different =
        new WorkerSpec(other.spec.launch(), Map.of("a", "b"), null, List.of(), 64L << 20);
    Recorder third = new Recorder();
    new Pool(workers.open(workers.base(different), options, third), policy, third)
        .map(tasks.source());
    assertThat(third.values()).doesNotContain(first);
  }

  @Test
  void maxTasksPerWorkerReplacesWorkers() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.maxTasks = 2;
    List<List<String>> none = new ArrayList<>();
    IntStream.range(0, 5).forEach(i -> none.add(List.of()));
    setting.map(Tasks.of(sample("pid"), none));
    List<String> pids = heard.values();
    assertThat(pids.get(0)).isEqualTo(pids.get(1)).isNotEqualTo(pids.get(2));
    assertThat(Set.copyOf(pids)).hasSize(3);
    assertThat(heard.results()).allMatch(result -> result.last().span().slot() == 1);
  }

  @Test
  void theReducerGetsTheResultsInOrderAsObjects() throws Exception {
    Setting setting = new Setting();
    setting.reducer = sample("sum");
    assertThat(setting.map(Tasks.upTo(sample("cube"), 100)).value()).isEqualTo("24502500");
  }

  @Test
  void instancesAreClosedBeforeTheListEnds() throws Exception {
    String file = temp.resolve("closing").toString();
    Call use = Call.function("dev.parallelexec.process.Sample$Closing::use");
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.map(Tasks.of(use, List.of(List.of(file), List.of(file))));
    assertThat(Files.readAllLines(Path.of(file)))
        .as("an instance for each thread")
        .hasSizeBetween(1, Math.min(2, threads()))
        .containsOnly("closed");
  }

  @Test
  void outputBelongsToItsTask() throws Exception {
    new Setting().map(Tasks.of(sample("print"), List.of(List.of("a"), List.of("b"))));
    assertThat(heard.output()).contains("t0|OUT|out a", "t1|ERR|err b");
  }

  @Test
  void listsThatRunAtOnceHandWorkersToEachOther() throws Exception {
    for (int round = 0; round < 20; round++) {
      Recorder[] recorders = {new Recorder(), new Recorder(), new Recorder()};
      List<Fired> all = new ArrayList<>();
      for (Recorder recorder : recorders) {
        Tasks tasks = Tasks.upTo(sample("cube"), 3);
        ListOptions options =
            new ListOptions(
                new ListOptions.Bounds(2, threads(), 0, 0, Long.MAX_VALUE),
                Duration.ZERO,
                true,
                tasks.calls(),
                false,
                Path.of(""),
                temp);
        Pool.Policy policy =
            new Pool.Policy(FailurePolicy.FAIL_AT_END, Duration.ZERO, null, Leaks.WARN);
        Pool pool =
            new Pool(workers.open(workers.base(spec(null)), options, recorder), policy, recorder);
        all.add(pool.async(tasks.source(), "list"));
      }
      for (Fired fired : all) {
        assertThat(fired.collect(Duration.ofSeconds(30)).good()).isTrue();
      }
      for (Recorder recorder : recorders) {
        assertThat(recorder.values()).containsExactly("0", "1", "8");
        assertThat(recorder.results()).allMatch(r -> r.last().span().slot() <= 2);
      }
    }
  }
}
