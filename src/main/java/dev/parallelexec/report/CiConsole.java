package dev.parallelexec.report;

import java.util.function.Consumer;

/** The console of a build whose log a CI service reads, and finds its commands in. */
final class CiConsole extends ForwardingConsole {
  /** What a service makes of a log. */
  interface Log {
    /**
     * Prints a block in which nothing is a command.
     *
     * @param to the console, for commands
     * @param print prints a block at its level
     */
    void print(Console to, String block, Consumer<String> print);

    /** As {@link Console#folded}. */
    void fold(Console to, String title, String block);
  }

  private final Log log;

  CiConsole(Console console, Log log) {
    super(console);
    this.log = log;
  }

  @Override
  public void debug(String block) {
    log.print(console, block, console::debug);
  }

  @Override
  public void info(String block) {
    log.print(console, block, console::info);
  }

  @Override
  public void warn(String block) {
    log.print(console, block, console::warn);
  }

  @Override
  public void error(String block) {
    log.print(console, block, console::error);
  }

  @Override
  public void folded(String title, String block) {
    console.together(() -> log.fold(console, title, block));
  }
}
