package dev.parallelexec.mojo;

import dev.parallelexec.report.Bottom;
import dev.parallelexec.report.Console;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Maven's log, a block a call: what stands in one call is never broken up by other modules. */
final class MavenConsole implements Console {
  private final Log log;
  private final boolean color;
  private final Bottom bottom;
  private final boolean footed;

  /**
   * A console.
   *
   * @param footed whether its lists may have the bottom of the terminal; what is printed goes above
   *     what others have there in any case
   */
  MavenConsole(Log log, boolean color, Bottom bottom, boolean footed) {
    this.log = log;
    this.color = color;
    this.bottom = bottom;
    this.footed = footed;
  }

  /** Colours as Maven has them; {@code NO_COLOR}, which Maven ignores, wins. */
  static MavenConsole of(Log log, Bottom bottom, boolean footed) {
    String none = System.getenv("NO_COLOR");
    boolean color = (none == null || none.isEmpty()) && mavenColors(log);
    return new MavenConsole(log, color, bottom, footed);
  }

  /**
   * Asks Maven's own class, which Maven does not hand to plugins and which has moved, through
   * Maven's class loader. A copy in the plugin's class loader would not know what {@code
   * -Dstyle.color} and {@code -B} have set.
   */
  static boolean mavenColors(Log log) {
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
    if (log.isDebugEnabled()) {
      tell(log::debug, block);
    }
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

  @Override
  public void command(String line) {
    together(() -> StandardOutput.write(line + System.lineSeparator()));
  }

  @Override
  public void together(Runnable calls) {
    bottom.above(calls);
  }

  @Override
  public void footer(List<String> lines) {
    if (footed) {
      bottom.show(lines);
    }
  }

  @Override
  public @Nullable Size terminal() {
    return footed ? bottom.size() : null;
  }

  /**
   * Maven 4 closes its terminal in a shutdown hook, beside ours, and refuses lines from then on;
   * what a stopped list has to say still has a reader.
   */
  private void tell(Consumer<CharSequence> to, String block) {
    bottom.above(
        () -> {
          try {
            to.accept(block);
          } catch (IllegalStateException e) {
            StandardOutput.write(block + System.lineSeparator());
          }
        });
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
