package dev.parallelexec.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A home without processes and with a clock that stands still until somebody moves it. */
final class SimulatedHome extends Home {
  final List<SimulatedWorker> workers = new ArrayList<>();
  private final Simulation simulation;
  private final Permits permits;
  private final Stock stock;
  private final List<Alarm> alarms = new ArrayList<>();
  private long now = 1_000_000_000L;
  private boolean ringing;
  private boolean terminating;

  /** What is to be done later. */
  private record Alarm(long due, Runnable work, CompletableFuture<Void> future) {}

  SimulatedHome(Simulation simulation, Map<String, Object> shared) {
    this.simulation = simulation;
    this.permits = new Permits(shared);
    this.stock = new Stock(this);
  }

  @Override
  Stock stock() {
    return stock;
  }

  @Override
  Permits permits() {
    return permits;
  }

  @Override
  Patience patience() {
    return Patience.USUAL;
  }

  @Override
  boolean isTerminating() {
    return terminating;
  }

  @Override
  StockWorker create(StockWorker.Key key, Permits.Permit permit, ListOptions.Bounds of) {
    SimulatedWorker worker = new SimulatedWorker(simulation, permit.slot(), stock.guest());
    workers.add(worker);
    if (terminating) {
      worker.kill();
    }
    return new StockWorker(worker, permit, key);
  }

  @Override
  void gone(StockWorker member) {
    permits.release(member, member.permit);
  }

  @Override
  long nanos() {
    return now;
  }

  @Override
  Future<?> after(long nanos, Runnable work) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    alarms.add(new Alarm(now + nanos, work, future));
    return future;
  }

  void terminate() {
    terminating = true;
    workers.forEach(SimulatedWorker::kill);
  }

  /** Whether the timer's thread could do something. */
  boolean canRing() {
    alarms.removeIf(alarm -> alarm.future().isDone());
    return !ringing && !alarms.isEmpty();
  }

  /** Time goes on to the next alarm. */
  void ring() {
    Alarm next = next();
    if (next != null) {
      alarms.remove(next);
      now = Math.max(now, next.due());
      ringing = true;
      next.work().run();
      ringing = false;
    }
  }

  /** Time goes on to the next alarm, if that is not later than so many nanoseconds from then. */
  boolean ringBefore(long end) {
    Alarm next = canRing() ? next() : null;
    if (next == null || next.due() > end) {
      return false;
    }
    ring();
    return true;
  }

  private @Nullable Alarm next() {
    return alarms.stream().min(Comparator.comparingLong(Alarm::due)).orElse(null);
  }
}
