package dev.parallelexec.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

  private final Lines lines;
  private final LastRun last = new LastRun();

  /** The members of one line. */
  private final Map<String, String> texts = new HashMap<>();

  private final Map<String, List<String>> arrays = new HashMap<>();

  private JournalReader(Lines lines) {
    this.lines = lines;
  }

  /** Whether a journal has nothing but ends in it, or is not there. */
  static boolean plain(Path file, Lines lines) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(LONGEST_HEAD);
      int end = lineEnd(head, 0);
      JournalReader reader = new JournalReader(lines);
      reader.parse(head, 0, end);
      return "true".equals(reader.texts.get("plain"));
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** All of it; nothing where there is none, or it is not ours. */
  static LastRun read(Path file, Lines lines, Consumer<String> debug) {
    JournalReader reader = new JournalReader(lines);
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
        line(bytes, from, end);
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

  private void line(byte[] bytes, int from, int end) {
    try {
      String kind = parse(bytes, from, end);
      if (last.known) {
        take(kind, from, end);
      } else {
        String schema = texts.get("schema");
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
    List<String> foreign = arrays.getOrDefault(Lines.FOREIGN, List.of());
    Map<String, String> outputs = pairs(Lines.OUTPUTS);
    return new Entry(id, of, outputs, new LinkedHashSet<>(foreign), value(), object());
  }

  private Fingerprint fingerprint() throws IOException {
    return new Fingerprint(
        text(Lines.OWN),
        text(Lines.WHOLE),
        text(Lines.SURROUNDINGS),
        arrays.getOrDefault(Lines.PARTS, List.of()),
        new TreeMap<>(pairs(Lines.INPUTS)));
  }

  private String value() {
    return texts.getOrDefault(Lines.VALUE, "null");
  }

  private String object() {
    return texts.getOrDefault(Lines.OBJECT, "");
  }

  private String text(String name) throws IOException {
    String text = texts.get(name);
    if (text == null) {
      throw new IOException("no " + name);
    }
    return text;
  }

  private Map<String, String> pairs(String name) throws IOException {
    List<String> values = arrays.getOrDefault(name, List.of());
    if (values.size() % 2 != 0) {
      throw new IOException("half a pair of " + name);
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i += 2) {
      pairs.put(values.get(i), values.get(i + 1));
    }
    return pairs;
  }

  /** Puts the line's members where they are looked for; the name of the first. */
  private String parse(byte[] bytes, int from, int end) throws IOException {
    texts.clear();
    arrays.clear();
    String first = "";
    try (JsonParser parser = lines.parser(bytes, from, end)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        first = first.isEmpty() ? name : first;
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          List<String> values = new ArrayList<>();
          while (parser.nextToken() == JsonToken.VALUE_STRING) {
            values.add(parser.getText());
          }
          arrays.put(name, values);
        } else {
          texts.put(name, parser.getText());
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("no end");
      }
    }
    return first;
  }
}
