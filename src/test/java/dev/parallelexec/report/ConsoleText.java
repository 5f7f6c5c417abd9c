package dev.parallelexec.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A console that keeps what is printed as Maven shows it. */
final class ConsoleText implements Console {
  final List<String> blocks = new ArrayList<>();
  final List<String> debug = new ArrayList<>();
  boolean color;
  boolean quiet;

  /** What stands at the bottom now. */
  List<String> footer = List.of();

  @Nullable Size terminal;

  String text() {
    return String.join("\n", blocks);
  }

  @Override
  public void debug(String block) {
    debug.add(block);
  }

  @Override
  public void info(String block) {
    if (!quiet) {
      blocks.add("[INFO] " + block);
    }
  }

  @Override
  public void warn(String block) {
    blocks.add("[WARNING] " + block);
  }

  @Override
  public void error(String block) {
    blocks.add("[ERROR] " + block);
  }

  @Override
  public void command(String line) {
    blocks.add(line);
  }

  @Override
  public void footer(List<String> lines) {
    footer = lines;
  }

  @Override
  public @Nullable Size terminal() {
    return terminal;
  }

  @Override
  public boolean color() {
    return color;
  }

  @Override
  public boolean infoEnabled() {
    return !quiet;
  }
}
