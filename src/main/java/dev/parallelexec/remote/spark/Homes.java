package dev.parallelexec.remote.spark;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;

/**
 * Where tasks report home: a port of this machine, and a secret that they bring from here. A
 * stranger is dropped after some seconds, and so is who is too late.
 */
final class Homes implements Closeable {
  private static final int HELLO_MILLIS = 10_000;
  private static final int SECRET_BYTES = 32;

  private final String host;
  private final ServerSocket server;
  private final byte[] secret = new byte[SECRET_BYTES];

  /** Takes a port; nobody is let in yet. */
  Homes(Map<String, String> conf) throws IOException {
    host = conf.getOrDefault("spark.driver.host", "127.0.0.1");
    String bind = conf.getOrDefault("spark.driver.bindAddress", host);
    server = new ServerSocket(0, 128, InetAddress.getByName(bind));
    new SecureRandom().nextBytes(secret);
  }

  /** A task that will come here. */
  WorkerTask task(int worker) {
    return new WorkerTask(host, server.getLocalPort(), secret.clone(), worker);
  }

  /** Lets them in. */
  void open(Jobs jobs) {
    daemon("parallel-exec homes", () -> accept(jobs));
  }

  private void accept(Jobs jobs) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        daemon("parallel-exec home " + socket.getPort(), () -> serve(socket, jobs));
      } catch (IOException e) {
        if (!server.isClosed()) {
          System.err.println("parallel-exec: a connection was lost before it was made: " + e);
        }
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket, Jobs jobs) {
    try (socket) {
      socket.setSoTimeout(HELLO_MILLIS);
      Link link = Link.over(socket);
      Message hello = link.receive(SECRET_BYTES);
      if (hello == null
          || hello.kind() != Message.Kind.HELLO
          || !MessageDigest.isEqual(hello.body(), secret)) {
        return;
      }
      socket.setSoTimeout(0);
      Job job = jobs.job(hello.worker());
      if (job != null && job.home(link)) {
        listen(link, job);
      }
    } catch (IOException e) {
      // A stranger, or a task whose job hears of it from Spark.
      return;
    }
  }

  private static void listen(Link link, Job job) {
    try {
      for (Message message = link.receive(); message != null; message = link.receive()) {
        job.hear(message);
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("parallel-exec: a connection from a node ended: " + e);
    }
    job.unlinked();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // The JVM ends with it.
      return;
    }
  }
}
