package dev.parallelexec.report;

import dev.parallelexec.pool.PoolListener.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
   * What is left out ends at the ends of lines, where there are some.
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
    byte[] head = first.toByteArray();
    int to = KEPT;
    while (to > 0 && head[to - 1] != '\n') {
      to--;
    }
    to = to == 0 ? KEPT : to;
    byte[] tail = ring();
    int from = 0;
    while (from < KEPT && tail[from] != '\n') {
      from++;
    }
    from = from >= KEPT - 1 ? 0 : from + 1;
    long left = afterFirst - KEPT + (KEPT - to) + from;
    List<String> lines = new ArrayList<>(lines(head, 0, to));
    lines.add("… " + left + " bytes are left out here" + where + " …");
    lines.addAll(lines(tail, from, KEPT));
    return lines;
  }

  private static List<String> lines(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8).lines().toList();
  }

  private byte[] ring() {
    int from = (int) (afterFirst % KEPT);
    byte[] end = new byte[KEPT];
    System.arraycopy(last, from, end, 0, KEPT - from);
    System.arraycopy(last, 0, end, KEPT - from, from);
    return end;
  }
}
