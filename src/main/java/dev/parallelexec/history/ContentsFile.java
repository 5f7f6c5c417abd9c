package dev.parallelexec.history;

import dev.parallelexec.history.Contents.Memory;
import dev.parallelexec.history.FileState.Kind;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.CRC32;

/**
 * What {@link Contents} keeps in a file, read and written as a whole: of 10,000 files in some
 * milliseconds.
 *
 * <pre>
 * 8 bytes   the format's name
 * int       the day of the last sweep
 * int       how many memories follow; of each
 *   int       how many bytes of UTF-8 follow: the way of reading and the path
 *   4 longs   size, modified, changed, number
 *   int       the day of the last use
 *   32 bytes  the hash, in ASCII
 * long      CRC-32 of all before
 * </pre>
 *
 * @param sweptOn when memories were last looked through for those that are stale, in days since the
 *     epoch; 0 for never
 */
record ContentsFile(int sweptOn, ConcurrentMap<String, Memory> memories) {
  /** Its end rises when a file of before must not be read any more. */
  private static final byte[] FORMAT = "PXCONT01".getBytes(StandardCharsets.US_ASCII);

  private static final int MEMORY_BYTES = 2 * Integer.BYTES + 4 * Long.BYTES + Sha256.LENGTH;

  /** Of a million files; what is larger is none of ours. */
  private static final long MOST_BYTES = 256L << 20;

  private static ContentsFile nothing() {
    return new ContentsFile(0, new ConcurrentHashMap<>());
  }

  /** What the file has; nothing where it is missing, damaged or of another format. */
  static ContentsFile read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return nothing();
      }
      byte[] bytes = Files.readAllBytes(file);
      return whole(bytes) ? parsed(bytes) : nothing();
    } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException e) {
      return nothing();
    }
  }

  private static boolean whole(byte[] bytes) {
    int end = bytes.length - Long.BYTES;
    if (end < FORMAT.length) {
      return false;
    }
    return ByteBuffer.wrap(bytes, end, Long.BYTES).getLong() == sum(bytes, end)
        && ByteBuffer.wrap(bytes, 0, FORMAT.length).equals(ByteBuffer.wrap(FORMAT));
  }

  private static ContentsFile parsed(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).position(FORMAT.length);
    int sweptOn = in.getInt();
    int count = in.getInt();
    ConcurrentMap<String, Memory> memories = new ConcurrentHashMap<>(count);
    for (int i = 0; i < count; i++) {
      String key = text(bytes, in, in.getInt());
      FileState state =
          new FileState(Kind.FILE, in.getLong(), in.getLong(), in.getLong(), in.getLong());
      int usedOn = in.getInt();
      memories.put(key, new Memory(state, text(bytes, in, Sha256.LENGTH), usedOn));
    }
    return new ContentsFile(sweptOn, memories);
  }

  private static String text(byte[] bytes, ByteBuffer in, int length) {
    String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  /** All of it. */
  byte[] bytes() {
    List<Map.Entry<byte[], Memory>> all = new ArrayList<>(memories.size());
    int length = FORMAT.length + 2 * Integer.BYTES + Long.BYTES;
    for (Map.Entry<String, Memory> entry : memories.entrySet()) {
      byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
      all.add(Map.entry(key, entry.getValue()));
      length = Math.addExact(length, MEMORY_BYTES + key.length);
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    out.put(FORMAT).putInt(sweptOn).putInt(all.size());
    all.forEach(entry -> put(out, entry.getKey(), entry.getValue()));
    byte[] bytes = out.array();
    out.putLong(sum(bytes, out.position()));
    return bytes;
  }

  private static void put(ByteBuffer out, byte[] key, Memory memory) {
    FileState state = memory.state();
    out.putInt(key.length).put(key);
    out.putLong(state.size()).putLong(state.modified()).putLong(state.changed());
    out.putLong(state.number());
    out.putInt(memory.usedOn()).put(memory.hash().getBytes(StandardCharsets.US_ASCII));
  }

  private static long sum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }
}
