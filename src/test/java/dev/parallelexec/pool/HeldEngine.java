package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds every attempt until the test ends it. */
final class HeldEngine implements Engine {
  private final Map<String, Completion> running = new LinkedHashMap<>();
  private final List<String> started = new ArrayList<>();
  private int rests;
  private @Nullable String breaksAt;

  /** From this task on nothing is taken any more. */
  synchronized void breakAt(String id) {
    breaksAt = id;
  }

  @Override
  public void submit(Task task, int number, Completion completion) throws EngineException {
    synchronized (this) {
      if (!task.id().equals(breaksAt)) {
        running.put(task.id(), completion);
        started.add(task.id());
        return;
      }
    }
    cancel(Outcome.CANCELLED, "broken");
    throw new EngineException("broken");
  }

  @Override
  public synchronized void rest() {
    rests++;
  }

  @Override
  public void cancel(@Nullable Outcome running, String reason) {
    if (running != null) {
      Span span = new Span(1, 0, 1, 0, 1);
      for (String id : running()) {
        complete(id, Attempt.failed(1, running, Failure.of(reason), span));
      }
    }
  }

  @Override
  public Attempt reduce(Call reducer, Iterable<byte[]> objects) {
    throw new IllegalStateException("no reducer here");
  }

  @Override
  public void close() {}

  /** Waits until exactly these run, in the order of their submission. */
  void awaitRunning(String... ids) {
    await().untilAsserted(() -> assertThat(running()).containsExactly(ids));
  }

  synchronized List<String> running() {
    return List.copyOf(running.keySet());
  }

  /** Every attempt that was taken. */
  synchronized List<String> started() {
    return List.copyOf(started);
  }

  synchronized int rests() {
    return rests;
  }

  void pass(String id) {
    complete(
        id,
        new Attempt(1, Outcome.PASSED, "null", null, new Span(1, 0, 1, 0, 1), false, List.of()));
  }

  void fail(String id) {
    complete(id, Attempt.failed(1, Outcome.FAILED, Failure.of("told to"), new Span(1, 0, 1, 0, 1)));
  }

  private void complete(String id, Attempt attempt) {
    Completion completion;
    synchronized (this) {
      completion = Objects.requireNonNull(running.remove(id), id + " does not run");
    }
    completion.completed(attempt, new byte[0]);
  }
}
