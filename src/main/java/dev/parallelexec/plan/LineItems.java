package dev.parallelexec.plan;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, read lazily. It is read once beforehand, so that its size is known and a
 * line that is wrong is told before anything runs; a pipe can only be read once, and is not.
 */
record LineItems(Path file, long size) implements ItemSource {
  /** Null where the file is wrong, which is then a problem. */
  static @Nullable LineItems of(Path file, Columns columns, Problems problems) {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      String what = Files.exists(file) ? "is a directory" : "does not exist";
      problems.add("linesFile", file.toString(), "a file that can be read; it " + what);
      return null;
    }
    if (!Files.isRegularFile(file)) {
      return new LineItems(file, -1);
    }
    long size = 0;
    try (LineCursor cursor = new LineItems(file, -1).open()) {
      for (Item item = cursor.next(); item != null; item = cursor.next()) {
        size++;
        String complaint = columns.complaint(item);
        if (complaint != null) {
          throw new PlanException("linesFile: line " + cursor.number() + ": " + complaint);
        }
      }
      return new LineItems(file, size);
    } catch (PlanException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return null;
  }

  @Override
  public String parameter() {
    return "linesFile";
  }

  @Override
  public boolean listable() {
    return size >= 0;
  }

  @Override
  public String origin() {
    return "linesFile " + file;
  }

  @Override
  public LineCursor open() throws PlanException {
    try {
      return new LineCursor(file, Lines.open(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static PlanException unreadable(Path file, IOException e) {
    return new PlanException("linesFile: " + file + " cannot be read: " + e, e);
  }

  /** A walk over the lines, which waits for nobody. */
  record LineCursor(Path file, Lines lines) implements Cursor {
    long number() {
      return lines.number();
    }

    @Override
    public @Nullable Item next() throws PlanException {
      try {
        String line = lines.next();
        return line == null ? null : Item.of(line);
      } catch (CharacterCodingException e) {
        throw new PlanException(
            "linesFile: line "
                + lines.number()
                + " of "
                + file
                + " is not UTF-8; save the file in that encoding",
            e);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        // What was to be read is read; closing a file that was only read loses nothing.
      }
    }
  }
}
