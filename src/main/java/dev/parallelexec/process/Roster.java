package dev.parallelexec.process;

import static dev.parallelexec.process.Seat.State.CLOSING;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.SerialListener;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one list has: attempts that wait, and seats that run them. One lock guards it all; nothing
 * outside the list is called with the lock held, except the stock and the permits below it.
 */
final class Roster {
  final Home home;
  final StockWorker.Key key;
  final ListOptions options;
  final SerialListener listener;
  final int list;

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  final Backlog waiting = new Backlog();
  final List<Seat> seats = new ArrayList<>();
  final Free free = new Free();

  /** Those of the seats whose workers go in good order. */
  final Set<Seat> retired = new LinkedHashSet<>();

  /** How many of the seats have a successor. */
  int replaced;

  final Pace pace;

  /** Why nothing more is started; null while it goes on. */
  @Nullable String cancelReason;

  /**
   * How what starts even so is to end: it was on its way when that was said; null for by itself.
   */
  @Nullable Outcome endWith;

  /** Why the list cannot go on; null while it can. */
  @Nullable EngineException broken;

  /** What closing instances threw, in any worker. */
  final List<Failure> closeFailures = new ArrayList<>();

  /** Whether any worker ever was ready to take an attempt. */
  boolean opened;

  /**
   * The limit that is over, as a phrase: nothing is waited for any longer; null while it is not.
   */
  @Nullable String timeIsUp;

  final ErrorFiles errorFiles;

  /** Tasks that are to blame for the end of a worker: no attempt more beside others. */
  final Set<Integer> deadly = ConcurrentHashMap.newKeySet();

  boolean closing;
  boolean saidExtra;

  /** How many workers of its bound have found no place, and are not asked for again. */
  int noPlace;

  /** Whether it waits for another list, and can do without its workers meanwhile. */
  boolean resting;

  /** Deaths in a row of workers that were ready but had not started anything. */
  int idleDeaths;

  Roster(Home home, StockWorker.Key key, ListOptions options, SerialListener listener, int list) {
    this.home = home;
    this.key = key;
    this.options = options;
    this.listener = listener;
    this.list = list;
    this.errorFiles = new ErrorFiles(options.directory());
    this.pace = new Pace(options.bounds().chunkSize());
  }

  /** Does something under the lock, and then what came of it without. */
  void locked(Consumer<Effects> step) {
    Effects effects = new Effects();
    lock.lock();
    try {
      step.accept(effects);
    } finally {
      lock.unlock();
    }
    effects.run();
  }

  /** What its workers may use at most, as {@code -Xmx512m}; empty where the JVM decides. */
  String heap() {
    long bytes = home.heapOf(key.spec());
    return bytes <= 0 ? "" : "-Xmx" + Machine.text(bytes);
  }

  /** Seats that count against the list's bound. */
  int workers() {
    return seats.size() - replaced;
  }

  /** Whether a worker could start one more attempt at once. */
  boolean hasIdleThread() {
    Seat first = free.first();
    return first != null && first.load() < threads();
  }

  /** How many attempts run at once in each worker. */
  int threads() {
    return options.bounds().threads();
  }

  /** Seats that will take attempts, or have some. */
  int staying() {
    int staying = 0;
    for (Seat seat : seats) {
      staying += seat.state.compareTo(CLOSING) < 0 ? 1 : 0;
    }
    return staying;
  }

  /**
   * A seat holds less than before. Only one that could be dealt something is moved: in a batch that
   * is true of few ends, and each seat that holds something has a further one.
   */
  void freed(Seat seat) {
    if (seat.room(seat.threads * pace.ahead(), 0) > 0) {
      free.put(seat);
    }
    Seat successor = seat.successor;
    if (successor != null && seat.sent.isEmpty()) {
      free.put(successor);
    }
  }

  /** A seat takes no more attempts, nor does its worker in another list. */
  void retire(Seat seat, String reason) {
    seat.retire(reason);
    retired.add(seat);
  }

  /** A worker is no longer here. */
  void remove(Seat seat) {
    seat.state = Seat.State.GONE;
    seats.remove(seat);
    free.remove(seat);
    retired.remove(seat);
    replaced -= seat.replaced ? 1 : 0;
    Seat successor = seat.successor;
    if (successor != null) {
      successor.predecessor = null;
      free.put(successor);
    }
    changed.signalAll();
  }

  /** Ends an attempt that nobody runs. */
  void cancelled(Job job, Effects effects) {
    String reason = cancelReason != null ? cancelReason : "the list ended";
    complete(job, Attempt.cancelled(reason), new byte[0], effects);
  }

  void complete(Job job, Attempt attempt, byte[] object, Effects effects) {
    job.disarm();
    effects.add(() -> job.completion.completed(attempt, object));
  }

  /**
   * What waits goes, and what comes back will; running attempts end by themselves. Workers hear of
   * it first: to tell of all that waits takes time, in which they would start what they have.
   */
  void startNothing(String reason, Effects effects) {
    cancelReason = cancelReason == null ? reason : cancelReason;
    seats.forEach(seat -> seat.recall(effects));
    waiting.drain().forEach(job -> cancelled(job, effects));
  }

  /** The list as a whole cannot go on. */
  void breakDown(EngineException why, Effects effects) {
    if (broken == null) {
      broken = why;
      startNothing(String.valueOf(why.getMessage()).lines().findFirst().orElse(""), effects);
      changed.signalAll();
    }
  }

  /** Whether an attempt that ran beside others may start once more, alone, and still can. */
  boolean mayGoBack(Job job) {
    boolean over = home.isTerminating() || closing || cancelReason != null;
    return !over && job.forced == null && job.isTask() && job.task.limits().idempotent();
  }

  /**
   * Attempts that started go first again, each of them alone; but not before that has been told:
   * another thread may be quick to deal them. Who calls this deals afterwards.
   */
  void takeBack(Seat seat, List<Job> jobs, String reason, Effects effects) {
    for (Job job : jobs) {
      PoolListener.Worker card = seat.card(job.thread);
      job.disarm();
      effects.add(() -> listener.takenBack(job.task, job.number, card, reason));
    }
    List<Job> again = jobs.stream().map(Job::again).toList();
    effects.add(() -> locked(then -> requeue(again, then)));
  }

  /** Attempts that were not started go first again; nothing has happened to them. */
  void requeue(List<Job> jobs, Effects effects) {
    for (int i = jobs.size() - 1; i >= 0; i--) {
      if (cancelReason == null) {
        waiting.addFirst(jobs.get(i));
      } else {
        cancelled(jobs.get(i), effects);
      }
    }
  }
}
