package dev.parallelexec.mojo;

import dev.parallelexec.report.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/** Maven's log, a block a call: what stands in one call is never broken up by other modules. */
final class MavenConsole implements Console {
  private final Log log;
  private final boolean color;

  MavenConsole(Log log, boolean color) {
    this.log = log;
    this.color = color;
  }

  /** Colours as Maven has them; {@code NO_COLOR}, which Maven ignores, wins. */
  static MavenConsole of(Log log) {
    String none = System.getenv("NO_COLOR");
    return new MavenConsole(log, (none == null || none.isEmpty()) && mavenColors(log));
  }

  /**
   * Asks Maven's own class, which Maven does not hand to plugins and which has moved, through
   * Maven's class loader. A copy in the plugin's class loader would not know what {@code
   * -Dstyle.color} and {@code -B} have set.
   */
  private static boolean mavenColors(Log log) {
    for (String name :
        new String[] {
          "org.apache.maven.shared.utils.logging.MessageUtils",
          "org.apache.maven.jline.MessageUtils"
        }) {
      try {
        Object answer =
            Class.forName(name, true, MavenSession.class.getClassLoader())
                .getMethod("isColorEnabled")
                .invoke(null);
        return Boolean.TRUE.equals(answer);
      } catch (ReflectiveOperationException | LinkageError e) {
        log.debug("This Maven has no " + name);
      }
    }
    return false;
  }

  @Override
  public void debug(String block) {
    tell(log::debug, block);
  }

  @Override
  public void info(String block) {
    tell(log::info, block);
  }

  @Override
  public void warn(String block) {
    tell(log::warn, block);
  }

  @Override
  public void error(String block) {
    tell(log::error, block);
  }

  /**
   * Maven 4 closes its terminal in a shutdown hook, beside ours, and refuses lines from then on;
   * what a stopped list has to say still has a reader.
   */
  private static void tell(Consumer<CharSequence> log, String block) {
    try {
      log.accept(block);
    } catch (IllegalStateException e) {
      byte[] line = (block + System.lineSeparator()).getBytes(Charset.defaultCharset());
      try {
        // Not closed: it is the whole process's.
        new FileOutputStream(FileDescriptor.out).write(line);
      } catch (IOException closed) {
        e.addSuppressed(closed);
      }
    }
  }

  @Override
  public boolean color() {
    return color;
  }

  @Override
  public boolean infoEnabled() {
    return log.isInfoEnabled();
  }
}
