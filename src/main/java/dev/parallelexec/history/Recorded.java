package dev.parallelexec.history;

import dev.parallelexec.history.Records.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an earlier run recorded of a task, of which only that was read that tells whether the task
 * is up to date: mostly nothing else is needed. For one thread at a time.
 */
final class Recorded {
  private final byte[] bytes;
  private final int from;
  private final int end;

  /** Its fingerprint lacks what is read later. */
  private final Entry entry;

  /** Whether a task of this run bears its id; and whether nobody need look after its files. */
  private boolean met;

  private boolean settled;

  private Recorded(byte[] bytes, RecordReader record, Entry entry) {
    this.bytes = bytes;
    this.from = record.from();
    this.end = record.end();
    this.entry = entry;
  }

  /**
   * Takes a record.
   *
   * @param record of the kind {@link Kind#TASK} or {@link Kind#LEFT}, of which nothing was read
   * @param bytes in which it stands
   * @throws IOException where it is not what its kind is
   */
  static Recorded of(RecordReader record, byte[] bytes) throws IOException {
    String id = record.text();
    if (record.kind() == Kind.LEFT) {
      return new Recorded(bytes, record, Entry.left(id, record.pairs()));
    }
    Fingerprint none = Fingerprint.NONE;
    Fingerprint of =
        new Fingerprint(none.own(), record.text(), record.again(), none.parts(), none.inputs());
    String value = record.text();
    String object = record.text();
    Map<String, String> outputs = record.pairs();
    Entry entry = new Entry(id, of, outputs, Set.copyOf(record.texts()), value, object);
    return new Recorded(bytes, record, entry);
  }

  String id() {
    return entry.id();
  }

  /** See {@link Fingerprint#whole}. */
  String whole() {
    return entry.of().whole();
  }

  /** See {@link Fingerprint#surroundings}. */
  String surroundings() {
    return entry.of().surroundings();
  }

  /** What the task depended on then is what one depends on now. */
  boolean same(Fingerprint now) {
    return entry.of().same(now);
  }

  /** The entry, for one who knows what the task depended on, or does not want to. */
  Entry entry(Fingerprint of) {
    return entry.with(of);
  }

  /** The entry, all of it. */
  Entry entry() {
    if (whole().isEmpty()) {
      return entry;
    }
    RecordReader record = new RecordReader(bytes, from);
    record.next();
    try {
      of(record, bytes);
      Fingerprint of =
          new Fingerprint(
              record.text(),
              whole(),
              surroundings(),
              record.texts(),
              new TreeMap<>(record.pairs()));
      return entry(of);
    } catch (IOException e) {
      // Its sum was right, and what was read of it at first: somebody else's, at most.
      return entry(Fingerprint.NONE);
    }
  }

  /** Where its bytes begin, and where they end. */
  int from() {
    return from;
  }

  int end() {
    return end;
  }

  void meet() {
    met = true;
  }

  boolean met() {
    return met;
  }

  void settle() {
    settled = true;
  }

  boolean settled() {
    return settled;
  }
}
