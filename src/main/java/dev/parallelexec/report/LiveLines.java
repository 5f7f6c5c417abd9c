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

  private final Map<Object, Map<Stream, ByteArrayOutputStream>> open = new HashMap<>();

  /** The lines that are complete now, without their ends. */
  List<String> add(Object source, Stream stream, byte[] bytes, int length) {
    ByteArrayOutputStream line =
        open.computeIfAbsent(source, key -> new TreeMap<>())
            .computeIfAbsent(stream, key -> new ByteArrayOutputStream());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        lines.add(take(line));
      } else {
        line.write(bytes[i]);
        if (line.size() >= MOST_LINE) {
          lines.add(take(line));
        }
      }
    }
    return lines;
  }

  /** What has begun and will not end. */
  List<String> rest(Object source) {
    Map<Stream, ByteArrayOutputStream> streams = open.remove(source);
    if (streams == null) {
      return List.of();
    }
    return streams.values().stream().filter(line -> line.size() > 0).map(LiveLines::take).toList();
  }

  private static String take(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    return text.indexOf('\u001b') < 0 ? text : text + Ink.RESET;
  }
}
