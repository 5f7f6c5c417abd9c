package dev.parallelexec.report;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Puts fragments into the order of their indexes without holding them: they are appended to a file
 * as they come, only their offsets stay in memory (eight bytes a task), and they are read back in
 * order. The file is deleted on {@link #close}.
 */
final class Spool implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /** The length of the fragment, the place and the length of its part: three ints before it. */
  private static final int HEADER = 12;

  private final Path file;
  private final RandomAccessFile bytes;
  private final DataOutputStream out;

  /** By index, plus one; 0 where there is no fragment. */
  private long[] offsets = new long[64];

  private int count;
  private long size;

  Spool(Path file) throws IOException {
    this.file = file;
    // Deliberately no FileChannel: an interrupted thread would close it for good.
    this.bytes = new RandomAccessFile(file.toFile(), "rw");
    bytes.setLength(0);
    OutputStream stream = new FileOutputStream(bytes.getFD());
    this.out = new DataOutputStream(new BufferedOutputStream(stream, BUFFER));
  }

  /**
   * Keeps a fragment; of two with one index the later one counts.
   *
   * @param from where the part begins that {@link #parts} reads
   * @param length of that part
   */
  void put(int index, byte[] fragment, int from, int length) throws IOException {
    out.writeInt(fragment.length);
    out.writeInt(from);
    out.writeInt(length);
    out.write(fragment);
    if (index >= offsets.length) {
      offsets = Arrays.copyOf(offsets, Math.max(index + 1, offsets.length * 2));
    }
    offsets[index] = size + 1;
    count = Math.max(count, index + 1);
    size += HEADER + (long) fragment.length;
  }

  /** Hands on all fragments in the order of their indexes. */
  void fragments(Sink sink) throws IOException {
    each(sink, false);
  }

  /** Hands on the parts of all fragments in the order of their indexes. */
  void parts(Sink sink) throws IOException {
    each(sink, true);
  }

  @Override
  public void close() throws IOException {
    try {
      bytes.close();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void each(Sink sink, boolean part) throws IOException {
    out.flush();
    Window window = new Window();
    for (int index = 0; index < count; index++) {
      long at = offsets[index] - 1;
      if (at >= 0) {
        int header = window.load(at, HEADER);
        ByteBuffer ints = ByteBuffer.wrap(window.read, header, HEADER);
        int whole = ints.getInt();
        int from = part ? ints.getInt() : 0;
        int length = part ? ints.getInt() : whole;
        int start = window.load(at + HEADER + from, length);
        sink.take(window.read, start, length);
      }
    }
    bytes.seek(size);
  }

  /** Takes bytes, which it must not keep. */
  interface Sink {
    void take(byte[] bytes, int from, int length) throws IOException;
  }

  /** Reads ahead, because fragments mostly lie nearly in order. */
  private final class Window {
    private byte[] read = new byte[BUFFER];
    private long start;
    private int length;

    /** Where in {@link #read} the wanted bytes are now. */
    int load(long offset, int wanted) throws IOException {
      if (offset < start || offset + wanted > start + length) {
        fill(offset, wanted);
      }
      return (int) (offset - start);
    }

    private void fill(long offset, int wanted) throws IOException {
      if (read.length < wanted) {
        read = new byte[wanted];
      }
      start = offset;
      length = 0;
      bytes.seek(offset);
      while (length < wanted) {
        int got = bytes.read(read, length, read.length - length);
        if (got < 0) {
          throw new EOFException(file + " is shorter than what was written to it");
        }
        length += got;
      }
    }
  }
}
