package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a worker writes past our streams, on its way to whoever reads it here. One thread writes for
 * all workers, and never waits: what does not fit is dropped, and a line says so in its place.
 */
final class Relay extends InputStream {
  private static final int MOST = 256 * 1024;

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int read;
  private int held;
  private long dropped;
  private boolean ended;

  /** Adds bytes, which are not changed any more; without effect after the end. */
  synchronized void put(byte[] bytes) {
    if (ended || bytes.length == 0) {
      return;
    }
    if (held + bytes.length > MOST) {
      dropped += bytes.length;
      return;
    }
    tellOfDropped();
    add(bytes);
  }

  /** Nothing comes behind what is there. */
  synchronized void end() {
    if (!ended) {
      tellOfDropped();
      ended = true;
      notifyAll();
    }
  }

  private void tellOfDropped() {
    if (dropped > 0) {
      String note = "\n[parallel-exec: " + dropped + " bytes came too fast and are left out]\n";
      dropped = 0;
      add(note.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void add(byte[] bytes) {
    chunks.add(bytes);
    held += bytes.length;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Blocks until there is something, or the end. */
  @Override
  public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (chunks.isEmpty() && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a worker's output");
    }
    byte[] first = chunks.peek();
    if (first == null) {
      return -1;
    }
    int taken = Math.min(length, first.length - read);
    System.arraycopy(first, read, bytes, offset, taken);
    read += taken;
    held -= taken;
    if (read == first.length) {
      chunks.remove();
      read = 0;
    }
    return taken;
  }

  @Override
  public synchronized int available() {
    return held;
  }

  /** What is there and what comes is forgotten. */
  @Override
  public synchronized void close() {
    ended = true;
    chunks.clear();
    held = 0;
    notifyAll();
  }
}
