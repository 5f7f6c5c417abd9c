package dev.parallelexec.process;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.FrameWriter;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that stands for many workers: each has a connection and a thread, and its tasks take as
 * many milliseconds as the argument says, once all have come. Its standard input has a line for
 * each, a number and what a worker would read; or {@code go 0} when all are there; or {@code cut},
 * and the number of one that from then on says nothing more.
 */
final class Crowd {
  private static final int STACK_BYTES = 256 << 10;

  private final Set<Integer> cut = ConcurrentHashMap.newKeySet();

  private final long millis;
  private volatile boolean complete;

  private Crowd(long millis) {
    this.millis = millis;
  }

  public static void main(String[] arguments) throws IOException {
    Crowd crowd = new Crowd(Long.parseLong(arguments[0]));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("go")) {
        crowd.complete = true;
      } else if (words[0].equals("cut")) {
        crowd.cut.add(Integer.valueOf(words[1]));
      } else {
        int number = Integer.parseInt(words[0]);
        Runnable life = () -> crowd.live(number, words);
        Thread thread = new Thread(null, life, "worker " + number, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void live(int number, String[] words) {
    try (Socket socket = new Socket(words[4], Integer.parseInt(words[1]))) {
      socket.setTcpNoDelay(true);
      FrameWriter out = new FrameWriter(socket.getOutputStream());
      byte[] secret = HexFormat.of().parseHex(words[3]);
      out.send(new Frame.Hello(secret, Integer.parseInt(words[2]), number, "17"));
      BufferedInputStream buffer = new BufferedInputStream(socket.getInputStream(), 64 << 10);
      FrameReader in = new FrameReader(buffer);
      List<Frame> early = new ArrayList<>();
      for (Frame frame = in.read(); frame != null; frame = in.read()) {
        if (frame instanceof Frame.Run && !complete) {
          early.add(frame);
        } else if (!cut.contains(number)) {
          for (Frame late : complete ? early : List.<Frame>of()) {
            answer(late, out);
          }
          early = complete ? List.of() : early;
          answer(frame, out);
        }
        if (buffer.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException | InterruptedException e) {
      // Maven's side has closed it.
      return;
    }
  }

  private void answer(Frame frame, FrameWriter out) throws IOException, InterruptedException {
    if (frame instanceof Frame.Run run) {
      out.write(new Frame.Started(run.seq(), 0));
      if (millis > 0) {
        out.flush();
        Thread.sleep(millis);
      }
      long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
      out.write(
          new Frame.Done(
              run.seq(), Outcome.PASSED, "1", null, new byte[0], nanos, false, List.of(), ""));
    } else if (frame instanceof Frame.Setup) {
      out.write(new Frame.Ready(null));
    } else if (frame instanceof Frame.Open open) {
      out.write(new Frame.Opened(open.list(), List.of(), false));
    } else if (frame instanceof Frame.Recall) {
      out.write(new Frame.Returned(List.of()));
    } else if (frame instanceof Frame.Ping) {
      out.write(new Frame.Ping());
    } else if (frame instanceof Frame.Close close) {
      out.write(new Frame.Closed(close.list(), null));
    } else if (frame instanceof Frame.Quit) {
      throw new IOException("told to go");
    }
  }
}
