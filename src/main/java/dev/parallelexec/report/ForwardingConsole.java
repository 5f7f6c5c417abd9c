package dev.parallelexec.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands all calls to another console; a subclass changes some of them. */
abstract class ForwardingConsole implements Console {
  /** The one behind this. */
  final Console console;

  ForwardingConsole(Console console) {
    this.console = console;
  }

  @Override
  public void debug(String block) {
    console.debug(block);
  }

  @Override
  public void info(String block) {
    console.info(block);
  }

  @Override
  public void warn(String block) {
    console.warn(block);
  }

  @Override
  public void error(String block) {
    console.error(block);
  }

  @Override
  public void folded(String title, String block) {
    console.folded(title, block);
  }

  @Override
  public void command(String line) {
    console.command(line);
  }

  @Override
  public void together(Runnable calls) {
    console.together(calls);
  }

  @Override
  public void footer(List<String> lines) {
    console.footer(lines);
  }

  @Override
  public @Nullable Size terminal() {
    return console.terminal();
  }

  @Override
  public boolean color() {
    return console.color();
  }

  @Override
  public boolean infoEnabled() {
    return console.infoEnabled();
  }
}
