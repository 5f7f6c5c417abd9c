package dev.parallelexec.process;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import dev.parallelexec.wire.Frame;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings what seats were dealt to their workers; called without the roster's lock. */
final class Courier {
  private static final int PART_BYTES = 1 << 20;

  private final Roster roster;

  /** What the names of tasks' temporary directories begin with. */
  private final String temporary;

  Courier(Roster roster) {
    this.roster = roster;
    this.temporary = roster.options.temporary() + File.separator;
  }

  /** Writes the frames; one thread at a time for each seat. */
  void send(Seat seat) {
    try {
      for (List<Job> jobs = outbox(seat); !jobs.isEmpty(); jobs = outbox(seat)) {
        jobs.forEach(job -> write(seat, job));
        seat.worker().flush();
      }
    } catch (RuntimeException | Error e) {
      // It would wait for ever for what it was dealt. When it is gone, others get that.
      seat.worker().kill();
      throw e;
    }
  }

  private List<Job> outbox(Seat seat) {
    roster.lock.lock();
    try {
      return seat.outbox.take();
    } finally {
      roster.lock.unlock();
    }
  }

  private void write(Seat seat, Job job) {
    Iterable<byte[]> objects = job.objects;
    if (objects == null) {
      seat.worker().run(run(seat, job), new Cargo(job.task.claims(), roster.options.module()));
    } else {
      sendParts(seat.worker(), objects);
      seat.worker().write(new Frame.Reduce(job.seq, roster.list, job.task.call()));
    }
  }

  private void sendParts(Worker worker, Iterable<byte[]> objects) {
    List<byte[]> part = new ArrayList<>();
    int bytes = 0;
    for (byte[] object : objects) {
      part.add(object);
      bytes += object.length;
      if (bytes > PART_BYTES) {
        worker.write(new Frame.Part(roster.list, part));
        part = new ArrayList<>();
        bytes = 0;
      }
    }
    worker.write(new Frame.Part(roster.list, part));
  }

  private Frame.Run run(Seat seat, Job job) {
    Task task = job.task;
    int slot = seat.worker().slot();
    Map<String, String> properties = Map.of();
    if (!task.properties().isEmpty()) {
      properties = new HashMap<>();
      for (Map.Entry<String, Text> e : task.properties().entrySet()) {
        properties.put(e.getKey(), e.getValue().at(slot));
      }
    }
    return new Frame.Run(
        job.seq,
        roster.list,
        indexOf(task.call()),
        task.index(),
        task.id(),
        job.number,
        task.arguments().at(slot),
        task.arguments().defaulted(),
        properties,
        temporary + task.index() + "-" + job.number,
        !job.timeout().isZero());
  }

  /** Most lists have one call: nothing needs to be compared then. */
  private int indexOf(Call call) {
    List<Call> calls = roster.options.calls();
    return calls.size() == 1 ? 0 : calls.indexOf(call);
  }
}
