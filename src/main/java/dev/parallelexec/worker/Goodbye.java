package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import java.io.IOException;

/** Tells that the JVM has begun to shut down though an attempt runs. */
final class Goodbye extends Thread {
  private final FrameWriter writer;
  private final Surroundings around;

  Goodbye(FrameWriter writer, Surroundings around) {
    super("parallel-exec goodbye");
    this.writer = writer;
    this.around = around;
  }

  @Override
  public void run() {
    RunningAttempt attempt = Exit.RUNNING.get();
    around.flush();
    try {
      if (attempt != null && attempt.seq >= 0) {
        writer.send(new Frame.Exiting(attempt.seq));
      } else {
        writer.flush();
      }
    } catch (IOException e) {
      // Nobody is there to be told.
    }
  }
}
