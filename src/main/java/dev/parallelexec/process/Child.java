package dev.parallelexec.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's side of a worker: its process, from the fork to the end, and the two
 * threads that read its standard output and error, always, because a full pipe would stop the
 * user's code. {@link #kill} is for any thread, the rest for the worker's own.
 */
final class Child {
  /** So long it is heard when its process, or what stands for it, has ended. */
  private static final long LAST_WORDS_SECONDS = 2;

  /** A process whose channel is closed ends at once; what does not is ended. */
  private static final long BURIAL_MILLIS = 2_000;

  /** What a dead process wrote is read by then; a pipe that is still open belongs to another. */
  private static final Duration DRAIN = Duration.ofMillis(50);

  /**
   * On Linux a small program, of the same process id, stands between fork and exec; what the JDK
   * says when that one was killed (childproc.c, ProcessImpl_md.c).
   */
  private static final Pattern KILLED_BEFORE_EXEC =
      Pattern.compile("spawn helper: pid: \\d+, signal: (\\d{1,2})\\b");

  private final String name;
  private final Starter starter;
  private final Raw to;
  private final Marks marks;
  private final Tail lastWords = new Tail();
  private final List<Thread> drains = new ArrayList<>();
  private volatile long pid;
  private volatile @Nullable Process process;
  private volatile boolean killed;
  private volatile boolean lingered;

  /** Who waits for its start, and may be told to give that up; null where nobody does. */
  private @Nullable Thread starting;

  private @Nullable Integer stillborn;

  /** Gets what its process writes past our streams. */
  interface Raw {
    void take(boolean err, byte[] bytes, int length);
  }

  /** Starts nothing yet; the name is its threads'. */
  Child(String name, Starter starter, Marks marks, Raw to) {
    this.name = name;
    this.starter = starter;
    this.marks = marks;
    this.to = to;
  }

  /**
   * Forks it and writes a line to its stdin.
   *
   * @param unwanted whether it was killed already
   * @throws InterruptedException where it was killed meanwhile
   */
  void start(String stdinLine, BooleanSupplier unwanted) throws IOException, InterruptedException {
    starting(true);
    try {
      if (unwanted.getAsBoolean()) {
        throw new InterruptedException("it was ended before it had started");
      }
      Process started = forked(stdinLine);
      process = started;
      pid = started.pid();
    } finally {
      starting(false);
    }
    Process started = Objects.requireNonNull(process);
    Drain.Sink out = marks.strip(false, (bytes, length) -> said(false, bytes, length));
    drains.add(Drain.start(started.getInputStream(), name + " stdout", out));
    Drain.Sink err = marks.strip(true, (bytes, length) -> said(true, bytes, length));
    drains.add(Drain.start(started.getErrorStream(), name + " stderr", err));
  }

  private synchronized void starting(boolean begins) {
    starting = begins ? Thread.currentThread() : null;
    // An interrupt was for the start, and has come too late.
    boolean unused = Thread.interrupted();
  }

  private synchronized void giveUpStart() {
    if (starting != null) {
      starting.interrupt();
    }
  }

  private Process forked(String stdinLine) throws IOException, InterruptedException {
    try {
      return starter.start(stdinLine);
    } catch (IOException e) {
      stillborn = exitBeforeExec(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** The exit code, where the text says that a signal came between fork and exec; else null. */
  private static @Nullable Integer exitBeforeExec(String message) {
    Matcher matcher = KILLED_BEFORE_EXEC.matcher(message);
    return matcher.find() ? Integer.valueOf(128 + Integer.parseInt(matcher.group(1))) : null;
  }

  /** Keeps what it said, which may come over the channel, too, and passes it on. */
  void said(boolean err, byte[] bytes, int length) {
    lastWords.add(bytes, length);
    to.take(err, bytes, length);
  }

  /** Whether it has started and not ended. */
  boolean isAlive() {
    Process started = process;
    return started != null && started.isAlive();
  }

  /** Ends it and forgets what it said, so that it can be started once more. */
  void discard() throws InterruptedException {
    Process dying = process;
    if (dying != null) {
      dying.destroyForcibly();
      boolean unused = dying.waitFor(BURIAL_MILLIS, TimeUnit.MILLISECONDS);
    }
    Drain.awaitAll(drains, DRAIN);
    drains.clear();
    lastWords.clear();
  }

  /** Of its process; 0 before that has started. */
  long pid() {
    return pid;
  }

  /** Done when it has ended, or never where it has not started. */
  CompletableFuture<?> onExit() {
    Process started = process;
    return started == null ? new CompletableFuture<>() : started.onExit();
  }

  /**
   * What stands for a worker elsewhere can end without it, as an executor that is killed: then it
   * has nobody who would end it, until its channel does. Not at once, because its last words may be
   * on their way.
   */
  void afterwards(Runnable closeChannel) {
    Executor later = CompletableFuture.delayedExecutor(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    CompletableFuture<?> unused = onExit().thenRunAsync(closeChannel, later);
  }

  /** Ends it and all its descendants, now; one that is starting gives that up. */
  void kill() {
    giveUpStart();
    Process dying = process;
    if (dying != null) {
      killed |= dying.isAlive();
      List<ProcessHandle> below = dying.descendants().toList();
      dying.destroyForcibly();
      below.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Whether it was alive when it was killed from here. */
  boolean killed() {
    return killed;
  }

  /** Whether it did not end when its channel was closed. */
  boolean lingered() {
    return lingered;
  }

  String lastWords() {
    return lastWords.text();
  }

  /** What its JVM wrote about its crash; null where it wrote nothing. */
  @Nullable ErrorFile errorFile() {
    return pid == 0 ? null : starter.errorFile(pid);
  }

  /**
   * Waits for its end, which is brought about if need be, and for its last words. What it left
   * running is ended before that: it may hold the pipes open.
   *
   * @param quitting whether it was asked to end, and so has ended its own children
   * @return the exit code; null where it never started, or cannot be ended
   */
  @Nullable Integer bury(boolean quitting) {
    marks.over();
    Process dying = process;
    Integer exit = dying == null ? stillborn : exitCode(dying);
    if (dying != null) {
      starter.endOrphans(quitting && exit != null && exit == 0);
    }
    Drain.awaitAll(drains, DRAIN);
    return exit;
  }

  /** Waits for its end, which is brought about if need be. */
  void awaitEnd() {
    Process dying = process;
    if (dying != null) {
      Integer unused = exitCode(dying);
    }
  }

  private @Nullable Integer exitCode(Process dying) {
    try {
      if (!dying.waitFor(BURIAL_MILLIS, TimeUnit.MILLISECONDS)) {
        lingered = true;
        kill();
        boolean unused = dying.waitFor(BURIAL_MILLIS, TimeUnit.MILLISECONDS);
      }
      return dying.isAlive() ? null : dying.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
