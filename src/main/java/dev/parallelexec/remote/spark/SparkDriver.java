package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The program inside a driver JVM: between Maven, at its standard streams, and the cluster. Its
 * threads:
 *
 * <ul>
 *   <li>this one, which reads what Maven says and never waits for Spark: the end of standard input
 *       ends the JVM, whatever Spark is at;
 *   <li>one that connects to the cluster, which may take a minute;
 *   <li>one for each {@linkplain Job worker's job}, which submits it and waits for its end;
 *   <li>one for each {@linkplain Homes connection} from an executor.
 * </ul>
 */
public final class SparkDriver {
  /** The exit code of a driver that cannot work; the reason has been told. */
  private static final int BROKEN = 3;

  /** For Spark's farewell to the cluster. */
  private static final long FAREWELL_MILLIS = 4_000;

  private SparkDriver() {}

  /** Started by Maven's side, which sends the settings first. */
  public static void main(String[] args) {
    InputStream in = System.in;
    PrintStream out = System.out;
    // Whoever logs to standard output would disturb the messages there.
    System.setOut(System.err);
    ignoreTerminal();
    try {
      Link maven = new Link(in, out, out);
      Message first = maven.receive();
      if (first == null || first.kind() != Message.Kind.SETTINGS) {
        throw new IOException("this program is for the plugin to start, not for people");
      }
      Iterator<String> texts = first.texts().iterator();
      Path directory = Path.of(texts.next());
      Map<String, String> conf = new TreeMap<>();
      while (texts.hasNext()) {
        conf.put(texts.next(), texts.next());
      }
      serve(maven, conf, directory);
    } catch (Throwable e) {
      System.err.println("parallel-exec driver: " + Cluster.text(e));
    }
    Runtime.getRuntime().halt(BROKEN);
  }

  private static void serve(Link maven, Map<String, String> conf, Path directory)
      throws IOException {
    Cluster cluster = new Cluster(conf, why -> broken(maven, why));
    try (Homes homes = new Homes(conf)) {
      Jobs jobs = new Jobs(maven, cluster, homes);
      cluster.connect(jobs, () -> maven.send(Message.of(Message.Kind.READY, 0)));
      for (Message message = maven.receive(); message != null; message = maven.receive()) {
        jobs.obey(message);
      }
      jobs.killAll();
    } finally {
      end(cluster, directory);
    }
  }

  /** Ends the JVM: without the cluster there is nothing to do for it. */
  private static void broken(Link maven, String why) {
    try {
      maven.send(Message.of(Message.Kind.BROKEN, 0, why));
    } catch (IOException e) {
      System.err.println("Maven is gone, too: " + e.getMessage());
    }
    endChildren();
    Runtime.getRuntime().halt(BROKEN);
  }

  /** What Spark does not give back within some seconds goes with its processes. */
  private static void end(Cluster cluster, Path directory) {
    Thread farewell = new Thread(cluster::stop, "parallel-exec farewell");
    farewell.setDaemon(true);
    farewell.start();
    try {
      farewell.join(FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endChildren();
    Leftovers.delete(directory);
    Runtime.getRuntime().halt(0);
  }

  /** The executors of a local cluster, each given a moment to end its worker. */
  private static void endChildren() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (Optional<ProcessHandle> child = child(); child.isPresent(); child = child()) {
      try {
        child.get().onExit().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        break;
      }
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static Optional<ProcessHandle> child() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).findAny();
  }

  /**
   * Ctrl-C goes to the whole group of processes, and it is Maven that decides what becomes of it.
   * By name, since a runtime image may lack the module.
   */
  private static void ignoreTerminal() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignored = handler.getField("SIG_IGN").get(null);
      for (String name : new String[] {"INT", "HUP"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), ignored);
      }
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      System.err.println("Ctrl-C ends this driver: " + e);
    }
  }
}
