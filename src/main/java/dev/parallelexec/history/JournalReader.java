package dev.parallelexec.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads a journal. A line that is torn or makes no sense is passed over; each says enough to be of
 * use without the others.
 */
final class JournalReader {
  /** Of Maven's heap a journal may have so much; what is made of it takes as much again. */
  private static final int SHARE = 4;

  private static final byte[] PASSED = "{\"passed\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int PASSED_LENGTH = PASSED.length + Digest.LENGTH + 2;
  private static final int LONGEST_HEAD = 1_024;

  private final LastRun last = new LastRun();

  private final LineScanner line = new LineScanner();

  private JournalReader() {}

  /** Whether a journal has nothing but ends in it, or is not there. */
  static boolean plain(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(LONGEST_HEAD);
      int end = lineEnd(head, 0);
      LineScanner first = new LineScanner();
      first.scan(head, 0, end);
      return "true".equals(first.texts.get("plain"));
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** All of it; nothing where there is none, or it is not ours. */
  static LastRun read(Path file, Consumer<String> debug) {
    JournalReader reader = new JournalReader();
    try {
      long size = Files.size(file);
      if (size > Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / SHARE)) {
        debug.accept(file + " is not read, nothing is known: it has " + size + " bytes");
        return reader.last;
      }
      return reader.all(Files.readAllBytes(file)) ? reader.last : new LastRun();
    } catch (NoSuchFileException e) {
      return new LastRun();
    } catch (IOException e) {
      debug.accept(file + " cannot be read, nothing is known: " + e);
      return new LastRun();
    }
  }

  /** Whether it is a journal of this schema. */
  private boolean all(byte[] bytes) {
    last.bytes = bytes;
    int from = 0;
    while (from < bytes.length) {
      int end = lineEnd(bytes, from);
      if (last.known && plainPass(bytes, from, end)) {
        int hash = from + PASSED.length;
        last.ends.add(new String(bytes, hash, Digest.LENGTH, StandardCharsets.US_ASCII));
      } else {
        read(bytes, from, end);
      }
      if (!last.known) {
        return false;
      }
      from = end + 1;
    }
    return last.known;
  }

  private static int lineEnd(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean plainPass(byte[] bytes, int from, int end) {
    if (end - from != PASSED_LENGTH || bytes[end - 1] != '}') {
      return false;
    }
    for (int i = 0; i < PASSED.length; i++) {
      if (bytes[from + i] != PASSED[i]) {
        return false;
      }
    }
    return true;
  }

  private void read(byte[] bytes, int from, int end) {
    try {
      String kind = line.scan(bytes, from, end);
      if (last.known) {
        take(kind, from, end);
      } else {
        String schema = line.texts.get("schema");
        last.known = kind.equals(Lines.RUN) && Integer.toString(Lines.SCHEMA).equals(schema);
      }
    } catch (IOException e) {
      // Torn, or not ours.
    }
  }

  private void take(String kind, int from, int end) throws IOException {
    String name = text(kind);
    switch (kind) {
      case Lines.SURROUNDINGS ->
          last.surroundings.put(name, new Surroundings(name, pairs(Lines.PARTS)));
      case Lines.TASK -> put(entry(name, fingerprint()), from, end);
      case Lines.LEFT -> put(entry(name, Fingerprint.NONE), from, end);
      case Lines.GONE -> last.entries.remove(name);
      case Lines.COMPLETE -> last.complete = true;
      default -> {
        if (Lines.outcome(kind)) {
          last.ends.add(text(Lines.ID), new End(kind, name, value(), object()));
        }
      }
    }
  }

  private void put(Entry entry, int from, int end) {
    last.entries.put(entry.id(), entry);
    last.lines.put(entry.id(), new int[] {from, end});
  }

  private Entry entry(String id, Fingerprint of) throws IOException {
    List<String> foreign = line.arrays.getOrDefault(Lines.FOREIGN, List.of());
    Map<String, String> outputs = pairs(Lines.OUTPUTS);
    return new Entry(id, of, outputs, new LinkedHashSet<>(foreign), value(), object());
  }

  private Fingerprint fingerprint() throws IOException {
    return new Fingerprint(
        text(Lines.OWN),
        text(Lines.WHOLE),
        text(Lines.SURROUNDINGS),
        line.arrays.getOrDefault(Lines.PARTS, List.of()),
        new TreeMap<>(pairs(Lines.INPUTS)));
  }

  private String value() {
    return line.texts.getOrDefault(Lines.VALUE, "null");
  }

  private String object() {
    return line.texts.getOrDefault(Lines.OBJECT, "");
  }

  private String text(String name) throws IOException {
    String text = line.texts.get(name);
    if (text == null) {
      throw new IOException("no " + name);
    }
    return text;
  }

  private Map<String, String> pairs(String name) throws IOException {
    List<String> values = line.arrays.getOrDefault(name, List.of());
    if (values.size() % 2 != 0) {
      throw new IOException("half a pair of " + name);
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i += 2) {
      pairs.put(values.get(i), values.get(i + 1));
    }
    return pairs;
  }
}
