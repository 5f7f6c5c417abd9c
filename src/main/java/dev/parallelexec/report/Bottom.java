package dev.parallelexec.report;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lines at the bottom of a terminal, below everything that is printed.
 *
 * <p>Between two calls the cursor is where it would be without them, and they stand below it. So
 * whatever others print in between, and however people resize the terminal, nothing of it is lost
 * or moved: it overwrites the lines, and the next call erases what is left of them and draws them
 * below. Deliberately not an area that only its owner may scroll (DECSTBM): a Maven that is killed
 * would leave the user's shell confined to it.
 *
 * <p>For any thread. Calls of {@link #above} may be nested.
 */
public final class Bottom {
  /** Erases from the cursor to the end of the screen. */
  static final String ERASE = "\u001b[J";

  /** Terminals are slow, and people do not see more than ten a second. */
  private static final long PAUSE_NANOS = 90_000_000L;

  /** What others have overwritten is mended after that. */
  private static final long STALE_NANOS = 1_000_000_000L;

  /** A shutdown hook waits so long for a terminal that takes nothing. */
  private static final long PATIENCE_MILLIS = 300;

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private List<String> lines = List.of();
  private boolean visible;
  private boolean closed;
  private boolean everDrawn;
  private long drawn;

  /** Nothing is drawn yet. */
  public Bottom(Terminal terminal) {
    this(terminal, System::nanoTime);
  }

  Bottom(Terminal terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** How large the terminal is at this moment. */
  public Console.Size size() {
    return terminal.size();
  }

  /** Prints something above the lines; what it prints must end with a line end. */
  public void above(Runnable print) {
    lock.lock();
    try {
      boolean outermost = lock.getHoldCount() == 1;
      if (visible) {
        terminal.write(ERASE);
        visible = false;
      }
      print.run();
      // While much is printed the lines are not drawn again each time: the next show does.
      if (outermost && !lines.isEmpty() && nanosSinceDrawn() >= PAUSE_NANOS) {
        draw();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows these lines instead of those before, soon if not at once.
   *
   * @param wanted each at most as wide as the terminal; none to have it as it was
   */
  public void show(List<String> wanted) {
    lock.lock();
    try {
      if (wanted.isEmpty() || closed) {
        forget();
        return;
      }
      boolean news = !visible || !wanted.equals(lines);
      lines = List.copyOf(wanted);
      long since = nanosSinceDrawn();
      if ((news && since >= PAUSE_NANOS) || since >= STALE_NANOS) {
        draw();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is shown any more. For a shutdown hook, too: takes well below a second. */
  public void close() {
    boolean locked = false;
    try {
      locked = lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (locked) {
      try {
        closed = true;
        forget();
      } finally {
        lock.unlock();
      }
    }
  }

  private void forget() {
    lines = List.of();
    if (visible) {
      visible = false;
      terminal.write(ERASE);
    }
  }

  private void draw() {
    if (closed) {
      return;
    }
    terminal.write(frame(lines));
    visible = true;
    everDrawn = true;
    drawn = nanoTime.getAsLong();
  }

  private long nanosSinceDrawn() {
    return everDrawn ? nanoTime.getAsLong() - drawn : Long.MAX_VALUE;
  }

  /**
   * The codes that draw lines below the cursor and leave the cursor where it was. Room is made
   * first, by going down line by line, which scrolls the terminal at its end and keeps the column;
   * only then a position can be saved. Lines are not wrapped: the terminal may be narrower by now.
   */
  static String frame(List<String> lines) {
    StringBuilder codes = new StringBuilder(ERASE);
    codes.append("\u001bD".repeat(lines.size()));
    codes.append("\u001b[").append(lines.size()).append('A');
    codes.append("\u001b7\u001b[?7l");
    for (String line : lines) {
      codes.append("\u001b[B\r").append(line);
    }
    return codes.append("\u001b[?7h\u001b8").toString();
  }
}
