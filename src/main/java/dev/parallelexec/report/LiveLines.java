package dev.parallelexec.report;

import dev.parallelexec.pool.PoolListener.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts bytes that are cut anywhere together to lines, for several sources at once. */
final class LiveLines {
  /** What is longer is shown in pieces. */
  static final int MOST_LINE = 8 * 1024;

  /** So many bytes of one attempt's output are shown live. */
  static final int MOST_LIVE = 1 << 20;

  /** One source's lines that have begun, and how many of its bytes have come. */
  private static final class Source {
    private final Map<Stream, ByteArrayOutputStream> lines = new TreeMap<>();
    private long bytes;
  }

  private final Map<Object, Source> open = new HashMap<>();

  /** The lines that are complete now, without their ends. */
  List<String> add(Object source, Stream stream, byte[] bytes, int length) {
    return add(of(source), stream, bytes, length);
  }

  /**
   * The same up to a limit, past which one line says where the rest is.
   *
   * @param where all of it can be read, as people see it; empty where that is nowhere
   */
  List<String> add(Object source, Stream stream, byte[] bytes, int length, String where) {
    Source from = of(source);
    long before = from.bytes;
    from.bytes += length;
    int shown = (int) Math.max(0, Math.min(length, MOST_LIVE - before));
    List<String> lines = new ArrayList<>(add(from, stream, bytes, shown));
    if (before <= MOST_LIVE && from.bytes > MOST_LIVE) {
      lines.addAll(begun(from));
      String all = where.isEmpty() ? "" : ": see " + where;
      lines.add("… its output beyond " + (MOST_LIVE >> 20) + " MB is not shown here" + all);
    }
    return lines;
  }

  /** What has begun and will not end. */
  List<String> rest(Object source) {
    Source from = open.remove(source);
    return from == null ? List.of() : begun(from);
  }

  private Source of(Object source) {
    return open.computeIfAbsent(source, key -> new Source());
  }

  private static List<String> add(Source from, Stream stream, byte[] bytes, int length) {
    ByteArrayOutputStream line =
        from.lines.computeIfAbsent(stream, key -> new ByteArrayOutputStream());
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < length; i++) {
      boolean end = bytes[i] == '\n';
      if (end || line.size() + i + 1 - start >= MOST_LINE) {
        line.write(bytes, start, end ? i - start : i + 1 - start);
        lines.add(take(line));
        start = i + 1;
      }
    }
    line.write(bytes, start, length - start);
    return lines;
  }

  private static List<String> begun(Source from) {
    return from.lines.values().stream()
        .filter(line -> line.size() > 0)
        .map(LiveLines::take)
        .toList();
  }

  private static String take(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    return text.indexOf('\u001b') < 0 ? text : text + Ink.RESET;
  }
}
