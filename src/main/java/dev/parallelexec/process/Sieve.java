package dev.parallelexec.process;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a worker sends, frame by frame, before anything is made of it: a result for which Maven's
 * heap has no room does not get in. Its bytes are read and dropped, and in its place stands a
 * {@code Done} that says so: the task has failed, the worker and the build go on.
 *
 * <p>Large frames come in one at a time, whichever worker they are from: on its way into the
 * reports a result is copied a few times. Whoever waits for that holds no lock.
 *
 * <p>Deliberately in front of the frame reader, not part of it: that one is in every worker, too.
 * For one thread.
 */
final class Sieve extends InputStream {
  /** Frames above this length are let in one at a time. */
  private static final int LARGE = 1 << 20;

  /** Maven has other things in its heap, and a result is there several times for a moment. */
  private static final int SHARE = 16;

  /** How often one that waits looks whether the other lives, in milliseconds. */
  private static final long LOOK_MILLIS = 50;

  /** How much gets in, the same for all workers. For any thread. */
  static final class Room {
    private final int longest;
    private @Nullable Thread holder;

    /**
     * So much.
     *
     * @param longest of a frame's body, in bytes
     */
    Room(int longest) {
      this.longest = longest;
    }

    /** As much as this JVM's heap has room for. */
    static Room ofHeap() {
      long share = Runtime.getRuntime().maxMemory() / SHARE;
      return new Room((int) Math.max(LARGE, Math.min(share, FrameReader.LONGEST)));
    }

    /** Waits until nobody else hands on a large frame; one who has died does not count. */
    private synchronized void enter() {
      boolean interrupted = false;
      while (holder != null && holder.isAlive()) {
        try {
          wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      holder = Thread.currentThread();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void leave() {
      if (holder == Thread.currentThread()) {
        holder = null;
        notifyAll();
      }
    }
  }

  private final DataInputStream in;
  private final Room room;

  /** What is handed on next: a frame's length and first bytes, or all of one that was made here. */
  private ByteBuffer head = ByteBuffer.allocate(0);

  /** How much of the frame follows then, as it comes. */
  private int rest;

  Sieve(InputStream in, Room room) {
    this.in = new DataInputStream(in);
    this.room = room;
  }

  @Override
  public int read() throws IOException {
    if (!head.hasRemaining() && rest == 0 && !next()) {
      return -1;
    }
    if (head.hasRemaining()) {
      return head.get() & 0xff;
    }
    int octet = in.read();
    rest -= octet < 0 ? 0 : 1;
    return octet;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (!head.hasRemaining() && rest == 0 && !next()) {
      return -1;
    }
    if (head.hasRemaining()) {
      int count = Math.min(length, head.remaining());
      head.get(bytes, from, count);
      return count;
    }
    int count = in.read(bytes, from, Math.min(length, rest));
    rest -= Math.max(0, count);
    return count;
  }

  /** The reader wants a further frame: what it has got is used by now. */
  private boolean next() throws IOException {
    room.leave();
    int first = in.read();
    if (first < 0) {
      return false;
    }
    byte[] start = {(byte) first, 0, 0, 0};
    in.readFully(start, 1, 3);
    int length = ByteBuffer.wrap(start).getInt();
    if (length > room.longest && length <= FrameReader.LONGEST) {
      head = ByteBuffer.wrap(instead(length));
      return true;
    }
    if (length > LARGE && length <= room.longest) {
      room.enter();
    }
    head = ByteBuffer.wrap(start);
    rest = length;
    return true;
  }

  @Override
  public void close() throws IOException {
    room.leave();
    in.close();
  }

  /** A whole frame in place of one that is too long: the same without its result. */
  private byte[] instead(int length) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind != Frame.Kind.DONE.ordinal()) {
      throw new ProtocolException(
          "a frame of "
              + megabytes(length)
              + " MB; the limit is "
              + megabytes(room.longest)
              + " MB");
    }
    final long seq = in.readLong();
    in.skipNBytes(1);
    int value = in.readInt();
    skip(value, length);
    if (in.readBoolean()) {
      throw new ProtocolException("a failure of " + megabytes(length) + " MB");
    }
    int object = in.readInt();
    skip(object, length);
    // Kind, number, outcome, two lengths, and whether there is a failure, were read.
    int tail = length - 1 - 8 - 1 - 4 - value - 1 - 4 - object;
    if (tail < 0 || tail > LARGE) {
      throw new ProtocolException("a result whose lengths do not match");
    }
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(made);
    out.writeInt(0);
    out.writeByte(kind);
    out.writeLong(seq);
    out.writeByte(Outcome.FAILED.ordinal());
    string(out, Attempt.NULL);
    failure(out, sentence(value + object));
    out.writeInt(0);
    byte[] end = new byte[tail];
    in.readFully(end);
    out.write(end);
    byte[] bytes = made.toByteArray();
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4);
    return bytes;
  }

  private void skip(int count, int most) throws IOException {
    if (count < 0 || count > most) {
      throw new ProtocolException("a length of " + count + " in a frame of " + most + " bytes");
    }
    try {
      in.skipNBytes(count);
    } catch (EOFException e) {
      throw new EOFException("the worker died while it sent a result");
    }
  }

  private String sentence(int bytes) {
    return "its result takes "
        + megabytes(bytes)
        + " MB, and Maven's heap has room for "
        + megabytes(room.longest)
        + " MB: write it to a file and return the path, or raise -Xmx in MAVEN_OPTS\n"
        + "(the limit is a sixteenth of Maven's heap, "
        + megabytes(FrameReader.LONGEST)
        + " MB at most)";
  }

  /** Rounded up, so that what is above a limit looks so. */
  private static int megabytes(int bytes) {
    return (int) ((bytes + (1L << 20) - 1) >> 20);
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Without a type, a stack, an exit code and a signal. */
  private static void failure(DataOutputStream out, String message) throws IOException {
    out.writeBoolean(true);
    string(out, "");
    string(out, message);
    string(out, "");
    out.writeBoolean(false);
    string(out, "");
  }
}
