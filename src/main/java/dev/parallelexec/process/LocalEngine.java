package dev.parallelexec.process;

import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The engine on this machine, for one list.
 *
 * <pre>
 * Maven's JVM                                                       worker JVM
 *   Pool ─submit─► LocalEngine ─► Roster.waiting ─Dispatcher─► Seat ══Run══► WorkerMain
 *   Pool ◄completed─ Conversation ◄── WorkerProcess (reader) ══Started, Output, Done══
 *                        └─ gone: blame the one that had started, requeue the rest
 * </pre>
 *
 * <p>There is no dispatcher thread: whoever changes something (the feeder that submits, the reader
 * of a worker that has finished) deals out what that made possible, so that a worker's next attempt
 * is written by the thread that read its last one.
 */
final class LocalEngine implements Engine {
  private final Roster roster;
  private final Dispatcher dispatcher;
  private final Farewell farewell;
  private final Closing closing;

  LocalEngine(Roster roster) {
    this.roster = roster;
    this.farewell = new Farewell(roster);
    this.closing = new Closing(roster, farewell);
    this.dispatcher = new Dispatcher(roster, farewell);
    roster.home.permits().join(roster, roster.options.bounds().workers(), this::wake);
    if (roster.home.here()) {
      new ResidentMemory(roster).watch();
    }
  }

  private void wake() {
    roster.locked(dispatcher::dispatch);
  }

  @Override
  public void submit(Task task, int number, Completion completion) throws EngineException {
    boolean alone = roster.deadly.contains(task.index());
    submit(new Job(task, number, completion, null, alone));
  }

  private void submit(Job job) throws EngineException {
    Effects effects = new Effects();
    roster.lock.lock();
    try {
      roster.resting = false;
      if (roster.broken != null) {
        throw roster.broken;
      } else if (roster.cancelReason != null || roster.closing) {
        roster.cancelled(job, effects);
      } else {
        roster.waiting.add(job);
        dispatcher.dispatch(effects);
      }
    } finally {
      roster.lock.unlock();
    }
    effects.run();
  }

  @Override
  public void rest() {
    roster.locked(
        effects -> {
          roster.resting = true;
          dispatcher.dispatch(effects);
        });
  }

  @Override
  public void cancel(@Nullable Outcome running, String reason) {
    roster.locked(
        effects -> {
          roster.startNothing(reason, effects);
          if (running == Outcome.TIMED_OUT && roster.timeIsUp == null) {
            roster.timeIsUp = reason;
            roster.changed.signalAll();
          }
          if (running != null) {
            roster.endWith = running;
            roster.seats.forEach(seat -> farewell.endAll(seat, running, reason, effects));
          }
        });
  }

  @Override
  public Attempt reduce(Call reducer, Iterable<byte[]> objects)
      throws EngineException, InterruptedException {
    CompletableFuture<Attempt> ended = new CompletableFuture<>();
    Task task = new Task(-1, "reducer", reducer, Arguments.NONE, Map.of(), Limits.NONE);
    submit(new Job(task, 1, (attempt, object) -> ended.complete(attempt), objects, false));
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new EngineException("The reducer's end was lost", e);
    }
  }

  @Override
  public void close() throws EngineException {
    boolean interrupted = closing.close();
    roster.home.permits().leave(roster);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    closing.verdict();
  }

  /** The first half of {@link #close}, which does not wait. */
  void beginClose() {
    roster.locked(closing::begin);
  }
}
