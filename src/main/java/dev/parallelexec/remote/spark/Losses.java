package dev.parallelexec.remote.spark;

import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * What Spark knows of executors that are gone. It does not fail a task whose node was lost, but
 * runs it once more; that one finds that its worker is not wanted any more.
 */
final class Losses extends SparkListener {
  private final Jobs jobs;
  private final Consumer<String> ended;

  /** Is told on a thread of Spark's; {@code ended} when the whole application has ended. */
  Losses(Jobs jobs, Consumer<String> ended) {
    this.jobs = jobs;
    this.ended = ended;
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    jobs.executorLost(removed.executorId(), removed.reason());
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    ended.accept("the cluster ended the application");
  }
}
