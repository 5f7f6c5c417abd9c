package dev.parallelexec.mojo;

import dev.parallelexec.report.Console.Size;
import dev.parallelexec.report.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that Maven was started in, as it is: neither its settings nor the JVM's signal
 * handlers are touched, so that there is nothing to restore, whatever happens.
 */
final class MavenTerminal implements Terminal {
  /** What a terminal is taken for until it has been asked. */
  private static final Size USUAL = new Size(80, 24);

  /** How soon a new size is noticed; asking costs a small process. */
  private static final long FRESH_NANOS = 2_000_000_000L;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})");

  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Size size = USUAL;
  private volatile long asked = System.nanoTime() - FRESH_NANOS;

  /** As it was when it was last asked; a thread of its own asks again. */
  @Override
  public Size size() {
    if (System.nanoTime() - asked >= FRESH_NANOS && asking.compareAndSet(false, true)) {
      Thread thread = new Thread(this::ask, "parallel-exec terminal size");
      thread.setDaemon(true);
      thread.start();
    }
    return size;
  }

  private void ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      try (BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(stty.getInputStream(), StandardCharsets.US_ASCII))) {
        size = parsed(answer.readLine(), size);
      } finally {
        if (!stty.waitFor(1, TimeUnit.SECONDS)) {
          stty.destroyForcibly();
        }
      }
    } catch (IOException e) {
      size = USUAL; // no such program: what most have
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      asked = System.nanoTime();
      asking.set(false);
    }
  }

  /** A terminal that does not know its size says {@code 0 0}. */
  static Size parsed(@Nullable String answer, Size before) {
    Matcher numbers = SIZE.matcher(answer == null ? "" : answer.strip());
    if (!numbers.matches()) {
      return before;
    }
    int rows = Integer.parseInt(numbers.group(1));
    int columns = Integer.parseInt(numbers.group(2));
    return rows == 0 || columns == 0 ? USUAL : new Size(columns, rows);
  }

  @Override
  public void write(String codes) {
    StandardOutput.write(codes);
  }
}
