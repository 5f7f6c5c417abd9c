package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An attempt while it runs. Whoever {@linkplain #end() ends} it first, its own thread or the one
 * that waits for it after an exit, tells Maven about it; nobody interrupts or exits it afterwards.
 */
final class RunningAttempt implements Runnable {
  /** How long threads may take to end after an exit, in milliseconds. */
  static final long GRACE = 1000;

  private static final ByteArrayOutputStream NONE = new ByteArrayOutputStream(0);

  final long seq;
  final OpenList list;

  /** What runs; null for a reducer and for the initializer. */
  final Frame.@Nullable Run run;

  /** When the user's code began, by {@code System.nanoTime}. */
  final long started = System.nanoTime();

  boolean withoutArguments;

  /** Processes that its main thread started and left, where it is one of several. */
  List<Long> born = List.of();

  /** Where it runs. */
  final Lane lane;

  /** What it printed and has not sent; where it is one of several. */
  final ByteArrayOutputStream out;

  final ByteArrayOutputStream err;

  private final Thread thread = Thread.currentThread();
  private @Nullable TaskGroup group;
  private @Nullable ExitError exit;
  private @Nullable Thread exiting;
  private boolean over;
  private boolean tmpdirMade;

  RunningAttempt(Lane lane, long seq, OpenList list, Frame.@Nullable Run run) {
    this.lane = lane;
    this.seq = seq;
    this.list = list;
    this.run = run;
    out = lane.number == 0 ? NONE : new ByteArrayOutputStream();
    err = lane.number == 0 ? NONE : new ByteArrayOutputStream();
  }

  /** Itself, until Maven has been told of its end: what its threads still do then is nobody's. */
  @Nullable
  RunningAttempt here() {
    return lane.running.get() == this ? this : null;
  }

  /** From now on the threads of a group are the attempt's, instead of the one that made it. */
  synchronized void runsIn(TaskGroup ofMain) {
    group = ofMain;
  }

  /** The first call counts. */
  synchronized void exit(int code) {
    if (exit == null && !over) {
      exit = new ExitError(code);
      exiting = Thread.currentThread();
      if (exiting != thread) {
        thread.interrupt();
      }
      if (group == null) {
        // Should it have to take over, it is the lane's thread.
        lane.thread(this).start();
      }
    }
  }

  /** The exit that was asked for, or null. */
  synchronized @Nullable ExitError exited() {
    return exit;
  }

  /** Who asked for it. */
  synchronized @Nullable Thread exiting() {
    return exiting;
  }

  /** Interrupts the attempt's threads, unless it is over. */
  synchronized void interrupt() {
    if (over) {
      return;
    }
    if (group == null) {
      thread.interrupt();
    } else {
      group.interrupt();
    }
  }

  /** Ends the attempt; true for the first caller alone. */
  synchronized boolean end() {
    if (over) {
      return false;
    }
    over = true;
    notifyAll();
    return true;
  }

  /** After an exit in a function: waits for its thread, and goes on without it if need be. */
  @Override
  public void run() {
    if (!overWithin(GRACE / 2)) {
      interrupt();
      if (!overWithin(GRACE / 2) && end()) {
        lane.takeOver(this);
      }
    }
  }

  private synchronized boolean overWithin(long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (!over && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // Users' code may interrupt whatever thread it finds; the wait still has its end.
      }
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return over;
  }

  /** The task's own directory, which is there from the first time on that somebody asks. */
  synchronized @Nullable String tmpdir() {
    if (run == null || run.tmpdir().isEmpty()) {
      return null;
    }
    if (!tmpdirMade) {
      try {
        Files.createDirectories(Path.of(run.tmpdir()));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make the task's directory ".concat(run.tmpdir()), e);
      }
      tmpdirMade = true;
    }
    return run.tmpdir();
  }

  /** Deletes the task's directory, as far as that can be done. */
  synchronized void deleteTmpdir() {
    if (tmpdirMade && run != null) {
      delete(new File(run.tmpdir()));
    }
  }

  private static void delete(File file) {
    File[] children = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
    if (children != null) {
      for (File child : children) {
        delete(child);
      }
    }
    boolean deleted = file.delete();
    assert deleted || file.exists();
  }
}
