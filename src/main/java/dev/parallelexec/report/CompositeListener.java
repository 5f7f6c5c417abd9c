package dev.parallelexec.report;

import dev.parallelexec.pool.ForwardingListener;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Hands every event to all parts, in their order; one that throws does not hurt the others. */
final class CompositeListener extends ForwardingListener implements ReportPart {
  /** An array: it is gone through several times for each task. */
  private final ReportPart[] parts;

  private final Console console;
  private final Set<Class<?>> broken = new HashSet<>();

  /**
   * Takes the parts in the order in which they are called.
   *
   * @param console gets one warning for each part that throws
   */
  CompositeListener(List<ReportPart> parts, Console console) {
    this.parts = parts.toArray(new ReportPart[0]);
    this.console = console;
  }

  @Override
  public void start() {
    each(ReportPart::start);
  }

  @Override
  public void tick() {
    each(ReportPart::tick);
  }

  @Override
  public void awaited() {
    each(ReportPart::awaited);
  }

  @Override
  public void slow(Progress.Running attempt) {
    each(part -> part.slow(attempt));
  }

  // What comes for every task is handed on without a lambda: that halves the way.

  @Override
  public void submitted(Task task, int number) {
    for (ReportPart part : parts) {
      try {
        part.submitted(task, number);
      } catch (RuntimeException e) {
        sayOnce(part, e);
      }
    }
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    for (ReportPart part : parts) {
      try {
        part.started(task, number, worker);
      } catch (RuntimeException e) {
        sayOnce(part, e);
      }
    }
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    for (ReportPart part : parts) {
      try {
        part.attemptEnded(task, attempt, again);
      } catch (RuntimeException e) {
        sayOnce(part, e);
      }
    }
  }

  @Override
  public void finished(TaskResult result) {
    for (ReportPart part : parts) {
      try {
        part.finished(result);
      } catch (RuntimeException e) {
        sayOnce(part, e);
      }
    }
  }

  @Override
  protected void tell(Consumer<PoolListener> event) {
    each(event::accept);
  }

  /** All parts end, whatever one of them throws; then the first failure is thrown. */
  @Override
  public void end(ListEnd end) throws IOException {
    IOException first = null;
    for (ReportPart part : parts) {
      try {
        part.end(end);
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      } catch (RuntimeException | Error e) {
        sayOnce(part, e);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  @Override
  public void close() {
    each(ReportPart::close);
  }

  private void each(Consumer<ReportPart> call) {
    for (ReportPart part : parts) {
      try {
        call.accept(part);
      } catch (RuntimeException | Error e) {
        sayOnce(part, e);
      }
    }
  }

  /** What fails once will likely fail a million times. */
  private void sayOnce(ReportPart part, Throwable e) {
    if (broken.add(part.getClass())) {
      console.warn("A report is not complete, the tasks go on: " + e);
    }
  }
}
