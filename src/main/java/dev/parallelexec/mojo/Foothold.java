package dev.parallelexec.mojo;

import dev.parallelexec.report.ProgressKind;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/**
 * Whether there is a terminal with a bottom that a list may draw on, by all that is known of it.
 *
 * @param terminal whether the process's input and output are one, of a kind that we know
 * @param alone whether one module is built at a time, and its log goes to the terminal
 * @param info whether the normal course is seen
 * @param attended whether Maven takes it that somebody is there, and prints for people
 * @param environment of Maven
 */
record Foothold(
    boolean terminal,
    boolean alone,
    boolean info,
    boolean attended,
    Map<String, String> environment) {
  /** Maven's log then goes to a file, though there is a terminal. */
  private static final Pattern LOG_FILE =
      Pattern.compile("(^|\\s)(-l(=?\\S+)?|--?log-file(=\\S*)?)(\\s|$)");

  /** As the session is. */
  static Foothold of(MavenSession session, Log log) {
    MavenExecutionRequest request = session.getRequest();
    String command = System.getProperty("sun.java.command", "");
    boolean colorless = "never".equals(session.getUserProperties().getProperty("style.color"));
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    boolean daemon = System.getProperty("mvnd.home") != null;
    return new Foothold(
        attached() && !windows && !daemon,
        !session.isParallel() && request.getDegreeOfConcurrency() <= 1 && !logsToFile(command),
        log.isInfoEnabled(),
        // Without colours Maven writes to a file or a pipe, unless the user wants it so.
        request.isInteractiveMode() && (colorless || MavenConsole.mavenColors(log)),
        System.getenv());
  }

  /** Whether a list that asks for this kind of progress gets the bottom of the terminal. */
  boolean holds(ProgressKind kind) {
    boolean possible = terminal && alone && info;
    return switch (kind) {
      case AUTO -> possible && attended && capable() && !ci();
      case BAR -> possible;
      case COUNTER, NONE -> false;
    };
  }

  private boolean capable() {
    String term = environment.getOrDefault("TERM", "");
    return !term.isEmpty() && !term.equals("dumb");
  }

  private boolean ci() {
    String ci = environment.getOrDefault("CI", "");
    return !ci.isEmpty() && !ci.equals("false");
  }

  /** Since Java 22 there is a console without a terminal, too; only it knows. */
  @SuppressWarnings("SystemConsoleNull") // null on older ones, which is why it is asked
  private static boolean attached() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      Method isTerminal = java.io.Console.class.getMethod("isTerminal");
      return Boolean.TRUE.equals(isTerminal.invoke(console));
    } catch (ReflectiveOperationException e) {
      return true; // an older Java, whose consoles are terminals
    }
  }

  /** Whether a command line has Maven's option for a log file. */
  static boolean logsToFile(String command) {
    return LOG_FILE.matcher(command).find();
  }
}
