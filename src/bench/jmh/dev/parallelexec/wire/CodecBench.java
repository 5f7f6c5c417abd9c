package dev.parallelexec.wire;

import dev.parallelexec.task.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the frames of one task cost to write and to read, without a socket: one that is sent ({@code
 * Run}), and the two that come back ({@code Started}, {@code Done}). A batch is flushed as the
 * dispatcher does; the figures are those of one task.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(2)
public class CodecBench {
  private static final int BATCH = 64;

  /** Characters of the argument, and of the result. */
  @Param({"8", "1000"})
  public int size;

  private Frame run;
  private Frame started;
  private Frame done;
  private byte[] runs;
  private byte[] answers;
  private final FrameWriter writer = new FrameWriter(OutputStream.nullOutputStream());

  /** Makes the frames, and a batch of each kind as bytes. */
  @Setup
  public void make() throws IOException {
    String text = "x".repeat(size);
    run =
        new Frame.Run(
            1, 1, 0, 17, "17", 1, List.of(text), true, Map.of(), "target/tmp/17-1", false);
    started = new Frame.Started(1, 0);
    done =
        new Frame.Done(
            1, Outcome.PASSED, '"' + text + '"', null, new byte[0], 1_000, false, List.of(), "");
    runs = bytes(List.of(run));
    answers = bytes(List.of(started, done));
  }

  private static byte[] bytes(List<Frame> frames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(bytes);
    for (int i = 0; i < BATCH; i++) {
      for (Frame frame : frames) {
        writer.write(frame);
      }
    }
    writer.flush();
    return bytes.toByteArray();
  }

  /** Maven's side. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void writeRun() throws IOException {
    for (int i = 0; i < BATCH; i++) {
      writer.write(run);
    }
    writer.flush();
  }

  /** The worker's side. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void writeStartedAndDone() throws IOException {
    for (int i = 0; i < BATCH; i++) {
      writer.write(started);
      writer.write(done);
    }
    writer.flush();
  }

  /** The worker's side. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void readRun(Blackhole hole) throws IOException {
    FrameReader reader = new FrameReader(new ByteArrayInputStream(runs));
    for (int i = 0; i < BATCH; i++) {
      hole.consume(reader.read());
    }
  }

  /** Maven's side. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void readStartedAndDone(Blackhole hole) throws IOException {
    FrameReader reader = new FrameReader(new ByteArrayInputStream(answers));
    for (int i = 0; i < 2 * BATCH; i++) {
      hole.consume(reader.read());
    }
  }
}
