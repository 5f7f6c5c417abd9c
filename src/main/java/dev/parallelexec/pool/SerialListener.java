package dev.parallelexec.pool;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Holds what {@link PoolListener} promises its implementers: never two calls at once, and what they
 * throw does not break the run. The lock is the listener itself, so that an engine and a pool,
 * which each wrap it for themselves, still take turns.
 */
public final class SerialListener extends ForwardingListener {
  private final PoolListener to;
  private final AtomicBoolean broken = new AtomicBoolean();

  private SerialListener(PoolListener to) {
    this.to = to;
  }

  /** Wraps a listener; one that is wrapped already stays as it is. */
  public static SerialListener of(PoolListener to) {
    return to instanceof SerialListener serial ? serial : new SerialListener(to);
  }

  @Override
  protected void tell(Consumer<PoolListener> event) {
    synchronized (to) {
      try {
        event.accept(to);
      } catch (RuntimeException | Error e) {
        // An error, too: memory that ran out for a report must not cost the list its end.
        sayOnce(e);
      }
    }
  }

  /** A listener that fails once will likely fail a million times. */
  private void sayOnce(Throwable e) {
    if (broken.compareAndSet(false, true)) {
      try {
        to.notice("A report could not be written, the tasks go on: " + e);
      } catch (RuntimeException | Error again) {
        e.addSuppressed(again);
      }
    }
  }
}
