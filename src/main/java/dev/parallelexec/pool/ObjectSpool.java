package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * What a reducer will get, kept in a temporary file by the tasks' index: results come in any order
 * and may be more than the heap holds. The file has no name any more once it is open (on systems
 * that can do that), so nothing is left behind even by a kill.
 */
final class ObjectSpool implements Iterable<byte[]>, AutoCloseable {
  private final FileChannel file;
  private long[] offsets = new long[64];
  private int[] lengths = new int[64];
  private int size;
  private long end;

  ObjectSpool() throws EngineException {
    try {
      Path path = Files.createTempFile("parallel-exec-", ".objects");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new EngineException("The results for the reducer cannot be kept: " + e, e);
    }
  }

  /**
   * Keeps what an attempt brought, if it passed; the attempt, or how it failed for want of room.
   */
  Attempt kept(Task task, Attempt attempt, byte[] object) {
    if (object.length == 0 || !attempt.outcome().good()) {
      return attempt;
    }
    try {
      put(task.index(), object);
      return attempt;
    } catch (IOException e) {
      Failure failure = Failure.of("The result for the reducer cannot be kept: " + e);
      return Attempt.failed(attempt.number(), Outcome.FAILED, failure, attempt.span());
    }
  }

  private synchronized void put(int index, byte[] object) throws IOException {
    if (index >= offsets.length) {
      int room = Math.max(index + 1, offsets.length * 2);
      offsets = Arrays.copyOf(offsets, room);
      lengths = Arrays.copyOf(lengths, room);
    }
    ByteBuffer bytes = ByteBuffer.wrap(object);
    offsets[index] = end;
    lengths[index] = object.length;
    size = Math.max(size, index + 1);
    while (bytes.hasRemaining()) {
      end += file.write(bytes, end);
    }
  }

  @Override
  public Iterator<byte[]> iterator() {
    return IntStream.range(0, size).mapToObj(this::get).iterator();
  }

  private synchronized byte[] get(int index) {
    ByteBuffer bytes = ByteBuffer.allocate(lengths[index]);
    try {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, offsets[index] + bytes.position()) < 0) {
          throw new IOException("the file of the reducer's input became shorter");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.array();
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
