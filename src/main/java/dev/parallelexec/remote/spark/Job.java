package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.jspecify.annotations.Nullable;

/**
 * One worker, seen from the driver: a Spark job of one task, and the connection that the task makes
 * to here. Its end is told once: by the worker's exit, or by why there is none.
 *
 * <pre>
 *   QUEUED ──home──► PLACED ──EXIT, REFUSED──────────────────► OVER (terminal)
 *     │                └─────the link's end, Spark's word───────►┤
 *     └──the job failed, cancelled───────────────────────────────►┘
 * </pre>
 */
final class Job {
  /** How long Spark is given to say why, when a link has ended; and a link, when Spark said so. */
  private static final long MOMENT_MILLIS = 1_200;

  private final Message start;
  private final Jobs jobs;
  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();
  private @Nullable Link home;
  private @Nullable String executor;
  private @Nullable JavaFutureAction<Void> action;
  private boolean unwanted;

  /** Not begun yet. */
  Job(Message start, Jobs jobs) {
    this.start = start;
    this.jobs = jobs;
  }

  /** Has it submitted by a thread of its own, which then waits for its end. */
  void begin(Cluster cluster, WorkerTask task) {
    Thread thread = new Thread(() -> live(cluster, task), "parallel-exec job " + start.worker());
    thread.setDaemon(true);
    thread.start();
  }

  private void live(Cluster cluster, WorkerTask task) {
    String why = "Spark says that its task has ended";
    try {
      JavaFutureAction<Void> submitted = cluster.submit(task, start.worker(), start.texts());
      if (begun(submitted)) {
        submitted.get();
      }
    } catch (CancellationException e) {
      why = "cancelled";
    } catch (ExecutionException e) {
      why = Cluster.text(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException | RuntimeException e) {
      why = Cluster.text(e);
    }
    ended(why);
  }

  private synchronized boolean begun(JavaFutureAction<Void> submitted) {
    action = submitted;
    if (unwanted) {
      submitted.cancel(true);
    }
    return !unwanted;
  }

  /**
   * A task has come to its node and asks for its order.
   *
   * @return false where it is not wanted, or has come before, to a node that is lost
   */
  boolean home(Link link) throws IOException {
    synchronized (this) {
      if (unwanted || home != null || over.isDone()) {
        return false;
      }
      home = link;
    }
    link.send(Message.of(Message.Kind.START, start.worker()));
    return true;
  }

  /** What Maven says to the task. */
  void pass(Message message) {
    Link link;
    synchronized (this) {
      link = home;
    }
    try {
      if (link != null) {
        link.send(message);
      }
    } catch (IOException e) {
      link.close();
    }
  }

  /** The task, or the worker through it, says something. */
  void hear(Message message) {
    Message.Kind kind = message.kind();
    if (kind == Message.Kind.ARRIVED) {
      synchronized (this) {
        executor = message.texts().get(1);
      }
    }
    if (kind == Message.Kind.EXIT || kind == Message.Kind.REFUSED) {
      last(message);
    } else if (!over.isDone()) {
      jobs.tell(message);
    }
  }

  /** The task's connection has ended. Waits for a moment for Spark's word on it. */
  void unlinked() {
    if (!over.isDone()) {
      last(Message.of(Message.Kind.LOST, start.worker(), said()));
    }
  }

  private String said() {
    try {
      return reason.get(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      return "its connection to the driver ended, and Spark has not said why";
    }
  }

  /** Spark's word that the task is over. What its connection still brings goes first. */
  private void ended(String why) {
    reason.complete(why);
    Link link;
    synchronized (this) {
      link = home;
    }
    if (link == null) {
      last(Message.of(Message.Kind.LOST, start.worker(), why));
      return;
    }
    try {
      over.get(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // A node that is cut off closes nothing.
      link.close();
    }
  }

  /** Spark's word on an executor, which may be this one's. */
  void executorLost(String which, String why) {
    synchronized (this) {
      if (!which.equals(executor)) {
        return;
      }
    }
    reason.complete(why);
    Thread thread = new Thread(() -> ended(why), "parallel-exec lost " + start.worker());
    thread.setDaemon(true);
    thread.start();
  }

  /** Has it ended, wherever it is. */
  void kill() {
    Link link;
    JavaFutureAction<Void> cancelled;
    synchronized (this) {
      unwanted = true;
      link = home;
      cancelled = action;
    }
    try {
      if (link != null) {
        link.send(Message.of(Message.Kind.KILL, start.worker()));
      } else {
        last(Message.of(Message.Kind.LOST, start.worker(), "it is not wanted any more"));
      }
    } catch (IOException e) {
      link.close();
    }
    if (cancelled != null) {
      cancelled.cancel(true);
    }
  }

  private void last(Message message) {
    if (over.complete(true)) {
      jobs.tell(message);
      jobs.over(start.worker());
    }
  }
}
