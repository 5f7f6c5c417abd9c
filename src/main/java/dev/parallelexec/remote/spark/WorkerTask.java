package dev.parallelexec.remote.spark;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.function.VoidFunction;

/**
 * What Spark carries to a node: only where home is. There it asks for its order, starts the worker
 * and stays as long as it lives, which is what keeps the slot. An interrupt, which is how Spark
 * cancels it, ends the worker.
 */
public final class WorkerTask implements VoidFunction<Iterator<Integer>> {
  private static final long serialVersionUID = 1L;

  private static final int CONNECT_MILLIS = 10_000;

  private final String host;
  private final int port;
  private final byte[] secret;
  private final int worker;

  WorkerTask(String host, int port, byte[] secret, int worker) {
    this.host = host;
    this.port = port;
    this.secret = secret;
    this.worker = worker;
  }

  @Override
  public void call(Iterator<Integer> nothing) throws Exception {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      Link home = Link.over(socket);
      home.send(new Message(Message.Kind.HELLO, worker, secret));
      if (home.receive() == null) {
        return; // not wanted any more
      }
      SparkEnv spark = SparkEnv.get();
      Node node =
          new Node(
              spark.blockManager().blockManagerId().host(),
              spark.executorId(),
              Path.of(SparkFiles.getRootDirectory()).toAbsolutePath().normalize(),
              SparkFiles::get);
      Order order = new Reception(worker, node, home).order();
      if (order != null) {
        new NodeWorker(worker, order, node, home).live();
      }
    }
  }
}
