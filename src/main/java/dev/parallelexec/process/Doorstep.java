package dev.parallelexec.process;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Those who have knocked and not said who they are. When it is full the one that has been silent
 * longest has to go: a worker says hello within milliseconds, so that strangers, however many,
 * cannot keep it waiting. For any thread.
 */
final class Doorstep implements AutoCloseable {
  /** So many at once; each has a thread and a file descriptor. */
  static final int MOST = 256;

  /** Nobody has to go before that; meanwhile further ones wait in the backlog. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** When they came; in that order. */
  private final Map<Socket, Long> waiting = new LinkedHashMap<>();

  private boolean closed;

  /** Waits until there is room; turns one away if need be. */
  void enter(Socket socket) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.size() >= MOST && !closed) {
        Map.Entry<Socket, Long> oldest = waiting.entrySet().iterator().next();
        long left = oldest.getValue() + PATIENCE_NANOS - System.nanoTime();
        if (left > 0) {
          long unused = changed.awaitNanos(left);
        } else {
          waiting.remove(oldest.getKey());
          close(oldest.getKey());
        }
      }
      if (closed) {
        close(socket);
      } else {
        waiting.put(socket, System.nanoTime());
      }
    } finally {
      lock.unlock();
    }
  }

  /** It has said who it is. */
  void leave(Socket socket) {
    lock.lock();
    try {
      waiting.remove(socket);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Drops it. */
  void turnAway(Socket socket) {
    leave(socket);
    close(socket);
  }

  /** For a moment nobody can be let in. */
  void pause() throws InterruptedException {
    lock.lock();
    try {
      long end = System.nanoTime() + PAUSE_NANOS;
      for (long left = PAUSE_NANOS; left > 0 && !closed; left = end - System.nanoTime()) {
        long unused = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing left to do for it.
      return;
    }
  }

  /** Drops them all, and whoever comes later. */
  @Override
  public void close() {
    List<Socket> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(waiting.keySet());
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    all.forEach(Doorstep::close);
  }
}
