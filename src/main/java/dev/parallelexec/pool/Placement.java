package dev.parallelexec.pool;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where workers are put that are not to run on this machine: on the nodes of a cluster, by means
 * that exist there. It finds a place for a worker and starts it; which task it gets, and all that
 * is promised of order, outcomes, blame and limits, stays with the engine that this machine has,
 * which talks to the worker over TCP. One for each build and its settings; for any thread.
 *
 * <p>The idea is the pilot job of grid computing (Condor's glide-ins): what waits in the cluster's
 * queue is a worker, not a task.
 */
public interface Placement extends AutoCloseable {
  /**
   * A worker that is to be started.
   *
   * @param slot its number, from 1; of those that live at the same time each has its own
   * @param program the {@code java} as it is called on this machine
   * @param arguments of the JVM, without class path and main class
   * @param classPath files and directories of this machine, in order
   * @param mainClass without arguments
   * @param environment what is added to the node's own
   * @param directory of this machine; where the worker is to be started, or what stands for it
   *     there
   */
  record Worker(
      int slot,
      Path program,
      List<String> arguments,
      List<Path> classPath,
      String mainClass,
      Map<String, String> environment,
      Path directory) {
    /** Copies the collections. */
    public Worker {
      arguments = List.copyOf(arguments);
      classPath = List.copyOf(classPath);
      environment = Map.copyOf(environment);
    }
  }

  /** A worker in its place. */
  interface Placed {
    /**
     * Its process, or what stands for it here: streams and, unless it was lost, exit code are the
     * worker's; {@code pid} is the one that it has on its node, or that of what stands for it.
     * {@code destroyForcibly} ends it and gives the place back. {@code onExit} and {@code
     * descendants} do not throw. Whoever gets it reads both outputs to their ends.
     */
    Process process();

    /** The node's name, for people; never empty. */
    String node();

    /**
     * Why its end, as far as that is known, was the node's or the link's, and not its own: a
     * phrase. Empty where it was its own, or was brought about from here, or has not come.
     */
    String loss();

    /** How files go there and come back; null where they are there under the same names. */
    @Nullable Freight freight();
  }

  /**
   * Files between this machine and a node that does not share them. What arrives is compared by
   * content (SHA-256) at both ends, and stands in its place whole or not at all.
   */
  interface Freight {
    /**
     * Makes these files and directories be there, as they are here now. Blocks.
     *
     * @throws IOException where that cannot be done, in a sentence with the file and the node
     */
    void bring(List<Path> files) throws IOException, InterruptedException;

    /**
     * Makes these be here as they are there: files below a directory, as {@code regex} has them by
     * their path below the root, or, where that is empty, the root itself with all that is in it.
     * Blocks. What is not there is no error.
     *
     * @throws IOException as for {@link #bring}
     */
    void fetch(Path root, String regex) throws IOException, InterruptedException;

    /** A text that goes to the worker, with the names that files have there. */
    String there(String text);
  }

  /**
   * Finds a place, starts a worker in it and writes a line to its standard input. Blocks until it
   * has started; may wait for a place as long as others of its workers are there.
   *
   * @param line with its end; it has the secret, and must go to no argument, file or log
   * @throws IOException where there is no place or the worker cannot be started: a sentence that
   *     says where (the cluster's address, the command) and what to do
   * @throws InterruptedException where the worker is not wanted any more; nothing is left of it
   */
  Placed start(Worker worker, String line) throws IOException, InterruptedException;

  /** The address of this machine on which it takes connections from the nodes. */
  InetAddress address();

  /** Gives back all that it has. Blocks for seconds at most. The second call does nothing. */
  @Override
  void close();
}
