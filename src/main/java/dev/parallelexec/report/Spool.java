package dev.parallelexec.report;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Puts what is known of tasks into the order of their indexes without holding it: fragments of
 * text, and facts beside them, are appended to a file as they come, only their offsets stay in
 * memory (eight bytes a task), and they are read back in order, as often as is wanted. The file is
 * deleted on {@link #close}.
 *
 * <p>Of one thread, but for reading: when all has been put, several may read at once.
 */
final class Spool implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /** Lengths of fragment and facts, place and length of the fragment's part: four ints. */
  private static final int HEADER = 16;

  private final Path file;
  private final RandomAccessFile bytes;
  private final OutputStream out;
  private final Bytes header = new Bytes();

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
    this.out = new BufferedOutputStream(stream, BUFFER);
  }

  /**
   * Keeps a fragment with its facts; of two with one index the later one counts.
   *
   * @param from where the part of the fragment begins that {@link #parts} reads
   * @param length of that part
   * @param facts what {@link #facts} reads; written at once, so the array may be used again
   */
  void put(int index, Bytes fragment, int from, int length, Bytes facts) throws IOException {
    header.clear();
    header.int32(fragment.size()).int32(facts.size()).int32(from).int32(length);
    out.write(header.array(), 0, HEADER);
    out.write(fragment.array(), 0, fragment.size());
    out.write(facts.array(), 0, facts.size());
    if (index >= offsets.length) {
      offsets = Arrays.copyOf(offsets, Math.max(index + 1, offsets.length * 2));
    }
    offsets[index] = size + 1;
    count = Math.max(count, index + 1);
    size += HEADER + (long) fragment.size() + facts.size();
  }

  /** Hands on all fragments in the order of their indexes. */
  void fragments(Sink sink) throws IOException {
    each(0, count, Wanted.FRAGMENT, sink);
  }

  /** Hands on the parts of all fragments in the order of their indexes. */
  void parts(Sink sink) throws IOException {
    each(0, count, Wanted.PART, sink);
  }

  /** Hands on the facts of all tasks in the order of their indexes. */
  void facts(Sink sink) throws IOException {
    each(0, count, Wanted.FACTS, sink);
  }

  /** Hands on the facts of one task, where there are any. */
  void facts(int index, Sink sink) throws IOException {
    each(index, Math.min(index + 1, count), Wanted.FACTS, sink);
  }

  @Override
  public void close() throws IOException {
    try {
      bytes.close();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void each(int first, int end, Wanted wanted, Sink sink) throws IOException {
    out.flush();
    Window window = new Window(end - first == 1 ? 0 : BUFFER);
    for (int index = first; index < end; index++) {
      long at = offsets[index] - 1;
      if (at >= 0) {
        int header = window.load(at, HEADER);
        byte[] ints = window.read;
        int fragment = Bytes.int32(ints, header);
        int facts = Bytes.int32(ints, header + 4);
        int part = Bytes.int32(ints, header + 8);
        int length = Bytes.int32(ints, header + 12);
        long body = at + HEADER;
        switch (wanted) {
          case FRAGMENT -> window.hand(body, fragment, sink);
          case PART -> window.hand(body + part, length, sink);
          case FACTS -> window.hand(body + fragment, facts, sink);
        }
      }
    }
    // What is put next goes behind what was put last.
    synchronized (bytes) {
      bytes.seek(size);
    }
  }

  private enum Wanted {
    FRAGMENT,
    PART,
    FACTS
  }

  /** Takes bytes, which it must not keep. */
  interface Sink {
    void take(byte[] bytes, int from, int length) throws IOException;
  }

  /** Reads ahead, because fragments mostly lie nearly in order. */
  private final class Window {
    private byte[] read;
    private long start;
    private int length;

    Window(int ahead) {
      read = new byte[ahead];
    }

    void hand(long offset, int wanted, Sink sink) throws IOException {
      int at = load(offset, wanted);
      sink.take(read, at, wanted);
    }

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
      synchronized (bytes) {
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
}
