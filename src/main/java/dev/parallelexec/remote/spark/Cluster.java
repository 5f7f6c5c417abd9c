package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** The driver's Spark: connected to once, from a thread of its own. For any thread. */
final class Cluster {
  private final SparkConf conf = new SparkConf(false);
  private final Consumer<String> broken;
  private final CompletableFuture<JavaSparkContext> context = new CompletableFuture<>();
  private final Set<String> added = new HashSet<>();
  private volatile boolean stopping;

  /** Is told that the cluster is there. */
  interface Ready {
    void ready() throws IOException;
  }

  /**
   * Not connected yet.
   *
   * @param broken is told why there is no cluster, or none any more
   */
  Cluster(Map<String, String> settings, Consumer<String> broken) {
    settings.forEach(conf::set);
    this.broken = broken;
  }

  void connect(Jobs jobs, Ready ready) {
    Thread thread = new Thread(() -> run(jobs, ready), "parallel-exec connect");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Jobs jobs, Ready ready) {
    try {
      JavaSparkContext made = new JavaSparkContext(conf);
      made.sc().addSparkListener(new Losses(jobs, this::gone));
      made.setLogLevel("WARN");
      ready.ready();
      context.complete(made);
    } catch (Throwable e) {
      gone(text(e));
      context.completeExceptionally(e);
    }
  }

  private void gone(String why) {
    if (!stopping) {
      broken.accept(why);
    }
  }

  /**
   * Has a task wait for a slot, with files that go with it to the node: each once, since Spark
   * keeps them for the application. Blocks until there is a cluster.
   */
  JavaFutureAction<Void> submit(WorkerTask task, int worker, List<String> files)
      throws ExecutionException, InterruptedException {
    JavaSparkContext spark = context.get();
    synchronized (added) {
      for (String file : files) {
        if (added.add(file)) {
          spark.addFile(file);
        }
      }
    }
    spark.setJobGroup("worker-" + worker, "worker " + worker, true);
    return spark.parallelize(List.of(worker), 1).foreachPartitionAsync(task);
  }

  /** Gives all back. Blocks as long as Spark likes. */
  void stop() {
    stopping = true;
    JavaSparkContext made = context.isCompletedExceptionally() ? null : context.getNow(null);
    if (made != null) {
      made.sc().cancelAllJobs();
      made.stop();
    }
  }

  /** What it was, with all that caused it, each once. */
  static String text(Throwable e) {
    StringBuilder text = new StringBuilder();
    String last = "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String words = cause.toString();
      if (!last.contains(words)) {
        text.append(text.length() == 0 ? "" : "; caused by ").append(words);
      }
      last = words;
    }
    return text.toString();
  }
}
