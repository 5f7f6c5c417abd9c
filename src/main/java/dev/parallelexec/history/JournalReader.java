package dev.parallelexec.history;

import dev.parallelexec.history.Records.Kind;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a journal up to the first record that was not written to its end; each says enough to be of
 * use without those behind it.
 */
final class JournalReader {
  /** Of Maven's heap a journal may have so much; what is made of it takes as much again. */
  private static final int SHARE = 4;

  private static final int LONGEST_HEAD = 1_024;

  private final LastRun last = new LastRun();
  private final RecordReader record;
  private final boolean ends;

  private JournalReader(byte[] bytes, boolean ends) {
    this.record = new RecordReader(bytes, Records.FORMAT.length);
    this.ends = ends;
    last.bytes = bytes;
  }

  /** Whether a journal has nothing but ends in it, or is not there. */
  static boolean plain(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(LONGEST_HEAD);
      RecordReader record = new RecordReader(head, Records.FORMAT.length);
      if (!begins(head, record)) {
        return false;
      }
      String run = record.text();
      return !run.isEmpty() && record.text().equals("1");
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean begins(byte[] bytes, RecordReader first) {
    byte[] format = Records.FORMAT;
    return bytes.length > format.length
        && Arrays.equals(bytes, 0, format.length, format, 0, format.length)
        && first.next()
        && first.kind() == Kind.RUN;
  }

  /**
   * All of it; nothing where there is none, or it is not ours.
   *
   * @param ends whether how tasks ended is asked for, too
   */
  static LastRun read(Path file, boolean ends, Consumer<String> debug) {
    try {
      long size = Files.size(file);
      if (size > Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / SHARE)) {
        debug.accept(file + " is not read, nothing is known: it has " + size + " bytes");
        return new LastRun();
      }
      byte[] bytes = Files.readAllBytes(file);
      JournalReader reader = new JournalReader(bytes, ends);
      if (begins(bytes, reader.record)) {
        reader.all();
      }
      return reader.last;
    } catch (NoSuchFileException e) {
      return new LastRun();
    } catch (IOException e) {
      debug.accept(file + " cannot be read, nothing is known: " + e);
      return new LastRun();
    }
  }

  private void all() throws IOException {
    last.known = true;
    while (record.next()) {
      take(record.kind());
    }
  }

  private void take(Kind kind) throws IOException {
    switch (kind) {
      case TASK, LEFT -> {
        Recorded task = Recorded.of(record, last.bytes);
        last.tasks.put(task.id(), task);
      }
      case SURROUNDINGS -> {
        String hash = record.text();
        last.surroundings.put(hash, new Surroundings(hash, record.pairs()));
      }
      case GONE -> last.tasks.remove(record.text());
      case COMPLETE -> last.complete = true;
      case PASSED -> {
        last.ended++;
        if (ends) {
          last.ends.add(record.text());
        }
      }
      case ENDED -> {
        last.ended++;
        String outcome = record.again();
        last.passed &= outcome.equals(Outcome.PASSED.label());
        if (ends) {
          String own = record.text();
          String id = record.text();
          last.ends.add(id, new End(outcome, own, record.text(), record.text()));
        }
      }
      case RUN -> throw new IOException("a second beginning");
    }
  }
}
