package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What always holds where tasks claim slots and locks, whatever the lists are. */
class ClaimsPropertyTest {
  private static final Call CALL = Call.function("a.B::c");
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Who has which lock, over all lists: seen from where attempts run, not from where they wait. */
  private final Map<String, String> taken = new HashMap<>();

  private final List<String> wrong = new ArrayList<>();

  private synchronized void takes(String who, Set<String> locks) {
    for (String lock : locks) {
      String other = taken.put(lock, who);
      if (other != null && !other.equals(who)) {
        wrong.add(who + " has " + lock + " while " + other + " has it");
      }
    }
  }

  private synchronized void ends(Set<String> locks) {
    taken.keySet().removeAll(locks);
  }

  private synchronized void wrong(String what) {
    wrong.add(what);
  }

  /** One list, and what is seen of it. */
  private final class Seen extends Recorder {
    private final String name;
    private final int slots;
    private final Tasks tasks;
    private final FailurePolicy failures;
    private final boolean stops;
    private final int failsOf10;
    private int weight;

    Seen(String name, Random random) {
      this.name = name;
      this.slots = 1 + random.nextInt(4);
      this.tasks = tasks(random);
      this.failures = FailurePolicy.values()[random.nextInt(FailurePolicy.values().length)];
      this.stops = random.nextInt(8) == 0;
      this.failsOf10 = random.nextInt(4);
    }

    private Tasks tasks(Random random) {
      Tasks made = new Tasks();
      int most = 1 + random.nextInt(40);
      for (int i = 0; i < most; i++) {
        Limits limits =
            new Limits(
                Duration.ZERO,
                random.nextInt(3),
                Set.of(Outcome.FAILED),
                Duration.ofMillis(random.nextInt(2)),
                true);
        int weight = random.nextInt(8) == 0 ? Claims.ALL : 1 + random.nextInt(5);
        String[] locks =
            List.of("a", "b", "c").stream()
                .filter(lock -> random.nextInt(4) == 0)
                .toArray(String[]::new);
        made.add(CALL, limits, List.of(), random.nextBoolean() ? 1 : weight, locks);
      }
      return made;
    }

    Fired fire(Map<String, Object> shared, long seed, int breaksAt) {
      Engine engine =
          new DiceEngine(seed, failsOf10, breaksAt) {
            @Override
            void submitted(Task task, int number) {
              starts(task);
            }
          };
      Pool.Policy policy = new Pool.Policy(failures, Duration.ZERO, null, Leaks.WARN);
      Supply supply = new Supply(name, slots, new Locks(shared), Duration.ofMillis(1));
      return new Pool(engine, policy, this, Past.NONE, supply).async(tasks.source(), name);
    }

    private synchronized void starts(Task task) {
      weight += weight(task);
      if (weight > slots) {
        wrong(name + " has " + weight + " of " + slots + " slots");
      }
      takes(name + " " + task.id(), task.claims().locks());
    }

    private int weight(Task task) {
      return Math.min(slots, task.claims().weight());
    }

    @Override
    public synchronized void attemptEnded(
        Task task, dev.parallelexec.task.Attempt attempt, boolean again) {
      weight -= weight(task);
      super.attemptEnded(task, attempt, again);
    }

    @Override
    public synchronized void finished(TaskResult result) {
      super.finished(result);
      if (attempts(result) > 0) {
        ends(result.task().claims().locks());
      }
    }

    private int attempts(TaskResult result) {
      String ended = "ended " + result.task().id() + " ";
      return (int) events().stream().filter(event -> event.startsWith(ended)).count();
    }

    void ended(Fired fired, int breaksAt) throws Exception {
      ListResult result;
      try {
        result = stops ? fired.cancel("enough") : fired.collect(LONG);
      } catch (EngineException e) {
        assertThat(e).hasMessage("broken at " + breaksAt);
        assertThat(results()).hasSize(tasks.list().size());
        return;
      }
      // More than once is what Recorder refuses.
      assertThat(results()).hasSize(tasks.list().size());
      if (!stops && failures != FailurePolicy.FAIL_FAST) {
        assertThat(result.count(Outcome.CANCELLED)).as(name + " waited for ever").isZero();
      }
    }
  }

  @Property
  void holdsAtEveryMoment(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int lists)
      throws Exception {
    Random random = new Random(seed);
    Map<String, Object> shared = new ConcurrentHashMap<>();
    taken.clear();
    wrong.clear();
    List<Seen> all = new ArrayList<>();
    List<Fired> fired = new ArrayList<>();
    int[] breaksAt = new int[lists];
    for (int i = 0; i < lists; i++) {
      breaksAt[i] = random.nextInt(6) == 0 ? random.nextInt(20) : Integer.MAX_VALUE;
      Seen seen = new Seen("list " + i, random);
      all.add(seen);
      fired.add(seen.fire(shared, random.nextLong(), breaksAt[i]));
    }
    for (int i = 0; i < lists; i++) {
      all.get(i).ended(fired.get(i), breaksAt[i]);
    }
    assertThat(wrong).isEmpty();
    assertThat(new Locks(shared).free(this, Set.of("a", "b", "c"))).as("all are free").isTrue();
  }
}
