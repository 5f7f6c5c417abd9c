package dev.parallelexec.history;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The records of a journal as bytes. Not text: a second build of ten thousand tasks reads ten
 * thousand of them before it can do nothing, and what looks at each character costs several times
 * as much then, cold as everything is.
 *
 * <pre>
 * int   how many bytes the body has
 * int   its CRC-32, by which a record is known that was not written to its end
 * body  a byte, the {@link Kind}, and what belongs to it
 * </pre>
 *
 * <p>A text is an int, how many bytes of UTF-8 follow, and those; several are an int, how many, and
 * those; a map is its keys and values in turn. {@link RecordReader} reads them. Thread-safe.
 */
final class Records {
  /** What a journal begins with; its end rises when one of before must not be read any more. */
  static final byte[] FORMAT = "PXJRNL01".getBytes(StandardCharsets.US_ASCII);

  /** How many bytes stand before a body. */
  static final int HEADER = 2 * Integer.BYTES;

  private Records() {}

  /** What a record is about. The order is the format's. */
  enum Kind {
    /** A run begins: its name; 1 where it remembers no files and need not be read for them. */
    RUN,
    /** Surroundings: their hash, their parts. */
    SURROUNDINGS,
    /** What is remembered of a task that passed, see {@link Entry}. */
    TASK,
    /** Of one that did not: its id, the files that it left. */
    LEFT,
    /** There is no such task any more: its id. */
    GONE,
    /** All tasks have ended. */
    COMPLETE,
    /** A task passed of which nothing more is to be known: its own fingerprint. */
    PASSED,
    /** A task ended: outcome, own fingerprint, id, value, object. */
    ENDED
  }

  static byte[] run(String id, boolean plain) {
    return record(Kind.RUN, id, plain ? "1" : "0");
  }

  static byte[] surroundings(Surroundings surroundings) {
    return new Body(Kind.SURROUNDINGS)
        .text(surroundings.hash())
        .pairs(surroundings.parts())
        .record();
  }

  /** What is remembered of a task; takes the place of what was before. */
  static byte[] entry(Entry entry) {
    if (!entry.passed()) {
      return new Body(Kind.LEFT).text(entry.id()).pairs(entry.outputs()).record();
    }
    Fingerprint of = entry.of();
    // What tells whether the task is up to date comes first, and mostly nothing else is read.
    return new Body(Kind.TASK)
        .text(entry.id())
        .text(of.whole())
        .text(of.surroundings())
        .text(entry.value())
        .text(entry.object())
        .pairs(entry.outputs())
        .texts(entry.foreign())
        .text(of.own())
        .texts(of.parts())
        .pairs(of.inputs())
        .record();
  }

  static byte[] gone(String id) {
    return record(Kind.GONE, id);
  }

  static byte[] complete() {
    return record(Kind.COMPLETE);
  }

  /** In one piece, because a list may have a million of them. */
  static byte[] passed(String own) {
    byte[] text = own.getBytes(StandardCharsets.US_ASCII);
    byte[] record = new byte[HEADER + 1 + Integer.BYTES + text.length];
    record[HEADER] = (byte) Kind.PASSED.ordinal();
    ByteBuffer.wrap(record).putInt(HEADER + 1, text.length);
    System.arraycopy(text, 0, record, record.length - text.length, text.length);
    return summed(record);
  }

  /** A task ended; what it returned is kept for a reducer alone. */
  static byte[] ended(String id, End end) {
    String value = end.object().isEmpty() ? "null" : end.value();
    return record(Kind.ENDED, end.outcome(), end.own(), id, value, end.object());
  }

  private static byte[] record(Kind kind, String... texts) {
    Body body = new Body(kind);
    for (String text : texts) {
      body.text(text);
    }
    return body.record();
  }

  /** The sum of a body. */
  static int sum(byte[] bytes, int from, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  /** Fills in what stands before the body. */
  private static byte[] summed(byte[] record) {
    int length = record.length - HEADER;
    ByteBuffer.wrap(record).putInt(length).putInt(sum(record, HEADER, length));
    return record;
  }

  /** A record in the making. */
  private static final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    private final DataOutputStream out = new DataOutputStream(bytes);

    Body(Kind kind) {
      number(0).number(0);
      bytes.write(kind.ordinal());
    }

    private Body number(int number) {
      try {
        out.writeInt(number);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    Body text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      bytes.writeBytes(utf8);
      return this;
    }

    Body texts(Collection<String> texts) {
      number(texts.size());
      texts.forEach(this::text);
      return this;
    }

    Body pairs(Map<String, String> pairs) {
      number(2 * pairs.size());
      pairs.forEach((key, value) -> text(key).text(value));
      return this;
    }

    byte[] record() {
      return summed(bytes.toByteArray());
    }
  }
}
