package dev.parallelexec.report;

import dev.parallelexec.pool.ForwardingListener;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is told about one task list: console, logs of tasks, {@code results.json}, the
 * page and the files beside it.
 *
 * <p>Opened before the first task, given to the pool as its listener, finished once with {@link
 * #finish} or {@link #finishStopped}, closed. Events may come from any thread, also while {@link
 * #finishStopped} runs; what comes after the end is ignored.
 */
public final class ListReport extends ForwardingListener implements AutoCloseable {
  /** A shutdown hook waits so long for an event that is being told. */
  private static final long PATIENCE_MILLIS = 500;

  /** A list that is being stopped has so long to tell of the tasks that it did not start. */
  private static final long LAST_WORDS_MILLIS = 800;

  private final ListHead head;
  private final ReportOptions options;
  private final Console console;
  private final Progress progress;
  private final TaskLogs logs;
  private final Timings timings;
  private final ResultsFile results;
  private final ReportFiles files;

  /**
   * In the order in which they depend on each other: counts and times first, then the logs, whose
   * paths the results name, then what is drawn from those; the console last, because it tells where
   * the others are.
   */
  private final CompositeListener parts;

  private final Ticker ticker;

  /**
   * Not the monitor of this object: the shutdown hook must be able to give up waiting for it, and
   * the pool holds the monitor while it calls.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition told = lock.newCondition();
  private boolean ended;

  /** Why the build is being stopped; null while it is not. */
  private @Nullable String stopping;

  /** What ran when that began. */
  private List<Progress.Running> interrupted = List.of();

  private ListReport(ListHead head, ReportOptions options, Console open, LongSupplier nanoTime) {
    this.head = head;
    this.options = options;
    this.console = options.view().ci().guarded(open, head);
    progress = new Progress(head, nanoTime);
    logs = new TaskLogs(head, options, console);
    timings = new Timings(nanoTime);
    Nodes nodes = new Nodes();
    ResultsFile.Sources sources = new ResultsFile.Sources(logs, timings, nodes, new Crew());
    results = new ResultsFile(head, options, sources, console);
    files = new ReportFiles(head, options, progress, sources, results, console);
    List<ReportPart> all = new ArrayList<>(List.of(progress, timings, nodes, logs, results, files));
    Voice voice = new Voice(console, nanoTime);
    all.addAll(Telling.parts(head, options, voice, progress, sources, results, this::slow));
    parts = new CompositeListener(all, console);
    ticker = new Ticker("parallel-exec clock " + head.execution(), this::tick);
  }

  /**
   * Removes what an earlier run of this execution left in the directory and prints the head line.
   * Never fails: where the directory cannot be written that is a warning, the outcomes are still
   * told on the console, and {@link #finish} throws. Whoever needs the earlier {@code results.json}
   * reads it before.
   */
  public static ListReport open(ListHead head, ReportOptions options, Console console) {
    return open(head, options, console, System::nanoTime);
  }

  static ListReport open(
      ListHead head, ReportOptions options, Console console, LongSupplier nanoTime) {
    ListReport report = new ListReport(head, options, console, nanoTime);
    report.parts.start();
    report.ticker.start();
    return report;
  }

  @Override
  public void finished(TaskResult result) {
    lock.lock();
    try {
      if (stopping != null && !ended) {
        record(result);
        told.signalAll();
      }
      if (!ended && stopping == null) {
        parts.finished(result);
        logs.release(result.task());
        timings.release(result.task());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void tell(Consumer<PoolListener> event) {
    lock.lock();
    try {
      if (!ended && stopping == null) {
        event.accept(parts);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Somebody waits for this list from now on, as a goal does: on a terminal it may have the bottom
   * lines. Of a list that nobody waits for yet only what happens is told, in between others.
   */
  public void awaited() {
    tell(listener -> parts.awaited());
  }

  private void slow(Progress.Running attempt) {
    parts.slow(attempt);
  }

  /** On the clock's thread. */
  void tick() {
    tell(listener -> parts.tick());
  }

  /**
   * The list has ended: writes {@code results.json}, prints the summary. Does nothing after {@link
   * #finishStopped}.
   *
   * @throws IOException with a sentence for the user that names the directory, where the results
   *     could not be written; the summary was printed all the same. For a MojoExecutionException
   */
  public void finish(ListResult result) throws IOException {
    lock.lock();
    try {
      String reason = stopping;
      if (!ended && reason != null) {
        ended = true;
        stop(reason);
      } else if (!ended) {
        ended = true;
        parts.end(ListEnd.of(result));
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The build is being stopped: from now on the console is not told of single tasks. For a shutdown
   * hook, which ends the workers next and then calls {@link #finishStopped}, which waits a little
   * until the list has told of the tasks that it did not start.
   *
   * @param reason as for {@link #finishStopped}
   */
  public void stopping(String reason) {
    try {
      if (!lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (!ended && stopping == null) {
        stopping = reason;
        interrupted = progress.running();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The list will have no {@link ListResult}, because the build is being stopped or its engine
   * broke: writes {@code results.json} with what is known (running tasks are cancelled, tasks that
   * were not told of are not listed) and prints one line. For a shutdown hook, too: takes well
   * below a second, never throws, does nothing after {@link #finish}.
   *
   * @param reason a phrase for people, as {@code stopped by a signal}
   */
  public void finishStopped(String reason) {
    try {
      if (!lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      awaitRest();
      if (!ended) {
        ended = true;
        stop(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitRest() {
    long left = TimeUnit.MILLISECONDS.toNanos(LAST_WORDS_MILLIS);
    try {
      while (stopping != null && !ended && progress.done() != head.size() && left > 0) {
        left = told.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The results of all tasks as a JSON array in list order, {@code null} for those that did not
   * pass; read from disk at each call, so ask only when it is wanted. Before {@link #close}.
   *
   * @throws IOException where the results were not, or cannot be, kept on disk
   */
  public String resultsJson() throws IOException {
    lock.lock();
    try {
      return results.resultsJson();
    } finally {
      lock.unlock();
    }
  }

  /** The path of the page, or of what there is instead, as people see it: {@link Verdict#text}. */
  public String resultsPath() {
    return options.shown(results.file());
  }

  /**
   * Removes what was only kept on disk while the list ran. A list that was not finished is {@link
   * #finishStopped} first, so that its results are not lost. The second call does nothing.
   */
  @Override
  public void close() {
    ticker.close();
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        stop("the list was given up");
      }
      parts.close();
    } finally {
      lock.unlock();
    }
  }

  private void stop(String reason) {
    List<Progress.Running> running = stopping == null ? progress.running() : interrupted;
    progress.stopped(reason).forEach(this::record);
    try {
      parts.end(new ListEnd(progress.result(), reason, running));
    } catch (IOException e) {
      console.debug("While the list was stopped: " + e);
    }
    parts.close();
  }

  private void record(TaskResult result) {
    progress.finished(result);
    results.finished(result);
    files.finished(result);
  }
}
