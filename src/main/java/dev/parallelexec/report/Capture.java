package dev.parallelexec.report;

import dev.parallelexec.pool.PoolListener.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The output of one attempt, in memory: its beginning and its end, what is between is counted. */
final class Capture {
  /** So many bytes are kept of the beginning, and as many of the end. */
  static final int KEPT = 64 * 1024;

  private final ByteArrayOutputStream first = new ByteArrayOutputStream(128);
  private final Set<Stream> streams = EnumSet.noneOf(Stream.class);

  /** A ring, made when the beginning is full. */
  private byte[] last = new byte[0];

  private long afterFirst;

  void add(Stream stream, byte[] bytes, int length) {
    streams.add(stream);
    int toFirst = Math.min(length, KEPT - first.size());
    first.write(bytes, 0, toFirst);
    // Of what is longer than the ring only the end would survive.
    int at = Math.max(toFirst, length - KEPT);
    afterFirst += at - toFirst;
    if (at < length && last.length == 0) {
      last = new byte[KEPT];
    }
    while (at < length) {
      int to = (int) (afterFirst % KEPT);
      int step = Math.min(length - at, KEPT - to);
      System.arraycopy(bytes, at, last, to, step);
      at += step;
      afterFirst += step;
    }
  }

  /** What a block of this output is called. */
  String title() {
    if (streams.size() == 1) {
      return switch (streams.iterator().next()) {
        case OUT -> "stdout";
        case ERR -> "stderr";
        case NOTE -> "note";
      };
    }
    return "output";
  }

  /**
   * The output in lines, without their ends; bytes that are no UTF-8 become replacement characters.
   *
   * @param where all of it can be read; told in a line where something was left out
   */
  List<String> lines(String where) {
    if (afterFirst <= KEPT) {
      ByteArrayOutputStream all = new ByteArrayOutputStream(first.size() + (int) afterFirst);
      all.writeBytes(first.toByteArray());
      all.write(last, 0, (int) afterFirst);
      return all.toString(StandardCharsets.UTF_8).lines().toList();
    }
    String note = "… " + (afterFirst - KEPT) + " bytes are left out here" + where + " …";
    String text = first.toString(StandardCharsets.UTF_8) + "\n" + note + "\n" + ring();
    return text.lines().toList();
  }

  private String ring() {
    int from = (int) (afterFirst % KEPT);
    byte[] end = new byte[KEPT];
    System.arraycopy(last, from, end, 0, KEPT - from);
    System.arraycopy(last, 0, end, KEPT - from, from);
    return new String(end, StandardCharsets.UTF_8);
  }
}
