package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A driver JVM, seen from Maven: its process, two threads that read what it says, and the workers
 * that it has. It ends when its standard input does, and all of its workers end with it, here and
 * there. For any thread.
 */
final class Driver implements AutoCloseable {
  /** For its farewell to the cluster. */
  private static final long FAREWELL_MILLIS = 6_000;

  private final Process process;
  private final Link link;
  private final LastWords lastWords;
  private final Map<Integer, RemoteWorker> workers = new HashMap<>();
  private int numbers;
  private boolean ready;
  private @Nullable List<String> dead;
  private @Nullable String reason;

  /**
   * Takes the process over.
   *
   * @param settings the first that it hears
   */
  Driver(Process process, Message settings, Consumer<String> debug) throws IOException {
    this.process = process;
    this.lastWords = new LastWords(process.getErrorStream(), debug);
    this.link =
        new Link(process.getInputStream(), process.getOutputStream(), process.getOutputStream());
    Thread reader = new Thread(this::listen, "parallel-exec spark driver");
    reader.setDaemon(true);
    reader.start();
    try {
      link.send(settings);
    } catch (IOException e) {
      debug.accept("the spark driver ended before it was told anything: " + e.getMessage());
    }
  }

  /** Whether the cluster has taken it in. */
  synchronized boolean isReady() {
    return ready;
  }

  /** What it said before it ended, as far as that is worth a look; null while it lives. */
  synchronized @Nullable List<String> dead() {
    return dead;
  }

  /** What it said so far, as far as that is worth a look. */
  List<String> words() {
    return Advice.worth(lastWords.lines());
  }

  /** Asks for a place, to which files go; that of a dead driver fails at once. */
  RemoteWorker place(List<Path> files) {
    RemoteWorker worker;
    int number;
    synchronized (this) {
      number = ++numbers;
      worker = new RemoteWorker((kind, texts) -> tell(Message.of(kind, number, texts)));
      if (dead == null) {
        workers.put(number, worker);
      }
    }
    if (dead() != null) {
      worker.lost("the driver has ended");
    }
    List<String> names = files.stream().map(Path::toString).toList();
    tell(Message.of(Message.Kind.START, number, names));
    return worker;
  }

  private void tell(Message message) {
    try {
      link.send(message);
    } catch (IOException e) {
      // It is dead or about to be; the thread that listens to it says so.
      return;
    }
  }

  private void listen() {
    try {
      for (Message message = link.receive(); message != null; message = link.receive()) {
        hear(message);
      }
    } catch (IOException | RuntimeException e) {
      note(e.toString());
    }
    bury();
  }

  private void hear(Message message) {
    if (message.kind() == Message.Kind.READY) {
      synchronized (this) {
        ready = true;
      }
    } else if (message.kind() == Message.Kind.BROKEN) {
      note(message.text());
    } else {
      RemoteWorker worker;
      synchronized (this) {
        worker = workers.get(message.worker());
      }
      if (worker != null) {
        worker.hear(message);
        forget(message.worker(), worker);
      }
    }
  }

  private synchronized void forget(int number, RemoteWorker worker) {
    if (worker.isOver()) {
      workers.remove(number);
    }
  }

  private synchronized void note(String why) {
    reason = reason == null ? why : reason;
  }

  private void bury() {
    end();
    List<String> said = new ArrayList<>();
    try {
      said.addAll(Advice.worth(lastWords.all()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<RemoteWorker> orphans;
    synchronized (this) {
      if (reason != null) {
        said.add(reason);
      }
      dead = List.copyOf(said);
      orphans = List.copyOf(workers.values());
      workers.clear();
      notifyAll();
    }
    String why = "the Spark driver on this machine ended. " + String.join(" | ", said);
    orphans.forEach(worker -> worker.lost(why));
  }

  /** Ends it, with the executors of a local cluster, which are its children. */
  private void end() {
    List<ProcessHandle> below = process.descendants().toList();
    try {
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    below.forEach(ProcessHandle::destroyForcibly);
  }

  /** Has it give back all that it has, and waits for its end, for seconds at most. */
  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    link.close();
    try {
      if (!process.waitFor(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      awaitBurial();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    below.forEach(ProcessHandle::destroyForcibly);
  }

  private synchronized void awaitBurial() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
    for (long left = 1; dead == null && left > 0; ) {
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      wait(Math.max(1, left));
    }
  }
}
