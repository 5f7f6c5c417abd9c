package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Puts workers into one other JVM, a {@link Crowd}. */
final class CrowdPlacement implements Placement {
  private final Process crowd;

  /** Of workers whose tasks take so many milliseconds. */
  CrowdPlacement(String millis) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = System.getProperty("java.class.path");
    crowd =
        new ProcessBuilder(java, "-Xmx1g", "-cp", path, Crowd.class.getName(), millis)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  /** A line for the crowd. */
  synchronized void tell(String line) throws IOException {
    crowd.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
    crowd.getOutputStream().flush();
  }

  @Override
  public Placed start(Worker worker, String line) throws IOException {
    tell(worker.slot() + " " + line);
    return new Member(worker.slot(), new StandIn());
  }

  @Override
  public InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void close() {
    crowd.destroyForcibly();
  }

  private record Member(int slot, Process process) implements Placed {
    @Override
    public String node() {
      return "node-" + slot;
    }

    @Override
    public String loss() {
      return process.isAlive() ? "" : "its node ended";
    }

    @Override
    public Freight freight() {
      return null;
    }
  }

  /** What a placement has here for a worker elsewhere: it lives until it is ended. */
  private static final class StandIn extends Process {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Process> exit = new CompletableFuture<>();

    /** Blocks until the end, as a pipe does on which nothing comes. */
    private final InputStream silence =
        new InputStream() {
          @Override
          public int read() {
            try {
              ended.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return -1;
          }
        };

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return silence;
    }

    @Override
    public InputStream getErrorStream() {
      return silence;
    }

    @Override
    public int waitFor() throws InterruptedException {
      ended.await();
      return 1;
    }

    @Override
    public int exitValue() {
      if (ended.getCount() > 0) {
        throw new IllegalThreadStateException("it lives");
      }
      return 1;
    }

    @Override
    public void destroy() {
      ended.countDown();
      exit.complete(this);
    }

    @Override
    public Process destroyForcibly() {
      destroy();
      return this;
    }

    @Override
    public long pid() {
      return 1;
    }

    @Override
    public CompletableFuture<Process> onExit() {
      return exit;
    }

    @Override
    public Stream<ProcessHandle> descendants() {
      return Stream.empty();
    }
  }
}
