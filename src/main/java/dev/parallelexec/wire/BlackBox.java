package dev.parallelexec.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a worker has said and not sent, where its death leaves it: the last bytes of its stream of
 * frames, in a file that it has mapped into its memory. What a process has written there is the
 * system's, however that process ends; so a frame need not be sent, which takes a system call and
 * wakes who reads, before what it tells of may happen.
 *
 * <p>The file begins with two numbers of eight bytes, the places in the stream of the first and
 * behind the last byte that are kept; then comes a ring, in which each byte stands at its place in
 * the stream, modulo the ring's length. So it does not matter how much of it has been sent, too:
 * whoever has read so many bytes of the stream finds here what comes next.
 */
public final class BlackBox {
  private static final int HEAD = 2 * Long.BYTES;

  /** Longer than what {@link FrameWriter} gathers, so that what is not sent is all there. */
  static final int RING = 128 * 1024;

  private final MappedByteBuffer map;
  private long end;

  private BlackBox(MappedByteBuffer map) {
    this.map = map;
  }

  /**
   * Makes one.
   *
   * @param file which is written in full: a page that the file system has no room for would be an
   *     error of the memory later, in the middle of anything
   * @throws IOException where there is a file of that name, or no room; then nothing new is there
   */
  public static BlackBox make(Path file) throws IOException {
    Files.createFile(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer all = ByteBuffer.allocate(HEAD + RING);
      while (all.hasRemaining()) {
        channel.write(all);
      }
      return new BlackBox(channel.map(FileChannel.MapMode.READ_WRITE, 0, HEAD + RING));
    } catch (IOException e) {
      // On a disk that is full it would have what was left.
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * Keeps some bytes. What is between them and the last ones that were kept has been sent. With all
   * that has not been sent they are no longer than the ring.
   *
   * @param at the first one's place in the stream
   */
  void keep(byte[] bytes, int from, int length, long at) {
    if (at != end) {
      map.putLong(0, at);
    }
    int place = (int) (at % RING);
    int first = Math.min(length, RING - place);
    map.put(HEAD + place, bytes, from, first);
    map.put(HEAD, bytes, from + first, length - first);
    // The process can end after any of these writes, and they must not be in another order then.
    VarHandle.releaseFence();
    map.putLong(Long.BYTES, at + length);
    end = at + length;
  }

  /**
   * What a process that is dead has said beyond what was read of its stream; empty where it is not
   * kept.
   *
   * @param heard how many bytes of the stream were read
   */
  public static InputStream rest(Path file, long heard) throws IOException {
    byte[] all = Files.readAllBytes(file);
    byte[] rest = {};
    if (all.length == HEAD + RING) {
      ByteBuffer box = ByteBuffer.wrap(all);
      long first = box.getLong(0);
      long end = box.getLong(Long.BYTES);
      if (first <= heard && heard < end && end - heard <= RING) {
        rest = new byte[(int) (end - heard)];
        int place = (int) (heard % RING);
        int until = Math.min(rest.length, RING - place);
        System.arraycopy(all, HEAD + place, rest, 0, until);
        System.arraycopy(all, HEAD, rest, until, rest.length - until);
      }
    }
    return new ByteArrayInputStream(rest);
  }
}
