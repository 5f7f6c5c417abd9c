package dev.parallelexec.history;

import dev.parallelexec.history.Records.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the records of a journal one after the other, as {@link Records} wrote them. For one
 * thread.
 */
final class RecordReader {
  private static final Kind[] KINDS = Kind.values();

  private final byte[] bytes;
  private final ByteBuffer in;

  /** Where the record begins that was read last, and where it ends. */
  private int from;

  private int end;

  /** What {@link #again} read last, by kind. */
  private final String[] last = new String[KINDS.length];

  private final byte[][] lastBytes = new byte[KINDS.length][0];

  /**
   * Nothing is read yet.
   *
   * @param from where the first record begins
   */
  RecordReader(byte[] bytes, int from) {
    Arrays.fill(last, "");
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes);
    this.end = from;
  }

  /** Goes to the next record; false where there is none that was written to its end. */
  boolean next() {
    from = end;
    in.clear();
    if (bytes.length - from <= Records.HEADER) {
      return false;
    }
    int length = in.getInt(from);
    int body = from + Records.HEADER;
    if (length < 1
        || length > bytes.length - body
        || bytes[body] < 0
        || bytes[body] >= KINDS.length) {
      return false;
    }
    if (in.getInt(from + Integer.BYTES) != Records.sum(bytes, body, length)) {
      return false;
    }
    end = body + length;
    in.limit(end).position(body + 1);
    return true;
  }

  /** What the record is about. */
  Kind kind() {
    return KINDS[bytes[from + Records.HEADER]];
  }

  /** Where it begins, and where it ends. */
  int from() {
    return from;
  }

  int end() {
    return end;
  }

  /** The next text. */
  String text() throws IOException {
    int length = length();
    String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  /** The same, where it mostly is that of the record of this kind before: then it is not made. */
  String again() throws IOException {
    int length = length();
    int at = in.position();
    int kind = kind().ordinal();
    byte[] before = lastBytes[kind];
    if (!Arrays.equals(bytes, at, at + length, before, 0, before.length)) {
      last[kind] = new String(bytes, at, length, StandardCharsets.UTF_8);
      lastBytes[kind] = Arrays.copyOfRange(bytes, at, at + length);
    }
    in.position(at + length);
    return last[kind];
  }

  /** The next texts. */
  List<String> texts() throws IOException {
    int count = number();
    if (count == 0) {
      return List.of();
    }
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = text();
    }
    return List.of(texts);
  }

  /** The next pairs, in their order. */
  Map<String, String> pairs() throws IOException {
    int count = number();
    if (count == 2) {
      return Map.of(text(), text());
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < count; i += 2) {
      pairs.put(text(), text());
    }
    return pairs;
  }

  /** A length or a count, neither of which is larger than the number of bytes that follow. */
  private int length() throws IOException {
    int length = number();
    if (length > in.remaining()) {
      throw unlike();
    }
    return length;
  }

  private int number() throws IOException {
    int number = in.remaining() < Integer.BYTES ? -1 : in.getInt();
    if (number < 0 || number > in.remaining()) {
      throw unlike();
    }
    return number;
  }

  private static IOException unlike() {
    return new IOException("a record is not what its kind is");
  }
}
