package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The workers that Maven asked for and has not heard the last of. For any thread. */
final class Jobs {
  private final Link maven;
  private final Cluster cluster;
  private final Homes homes;
  private final Map<Integer, Job> jobs = new ConcurrentHashMap<>();

  Jobs(Link maven, Cluster cluster, Homes homes) {
    this.maven = maven;
    this.cluster = cluster;
    this.homes = homes;
    homes.open(this);
  }

  /** Does what Maven says, without waiting for it. */
  void obey(Message message) throws IOException {
    Job job = jobs.get(message.worker());
    switch (message.kind()) {
      case START -> {
        Job made = new Job(message, this);
        jobs.put(message.worker(), made);
        made.begin(cluster, homes.task(message.worker()));
      }
      case LOOK, OUTPOST, GO -> {
        if (job != null) {
          job.pass(message);
        }
      }
      case KILL -> {
        if (job != null) {
          job.kill();
        }
      }
      default -> throw new IOException("Maven says nothing like " + message.kind());
    }
  }

  /** The one of this number; null where it is not wanted any more. */
  @Nullable Job job(int worker) {
    return jobs.get(worker);
  }

  void executorLost(String executor, String why) {
    for (Job job : List.copyOf(jobs.values())) {
      job.executorLost(executor, why);
    }
  }

  void killAll() {
    List.copyOf(jobs.values()).forEach(Job::kill);
  }

  void tell(Message message) {
    try {
      maven.send(message);
    } catch (IOException e) {
      // Maven is gone, and the end of its stream ends this JVM.
      return;
    }
  }

  /** Nothing is said of it any more. */
  void over(int worker) {
    jobs.remove(worker);
  }
}
