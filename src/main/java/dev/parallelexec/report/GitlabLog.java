package dev.parallelexec.report;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * GitLab's log. Sections are marks within it that end in a carriage return, so text of others has
 * none here.
 */
final class GitlabLog implements CiConsole.Log {
  private static final String CLEAR = "\u001b[0K";

  private final String name;
  private final LongSupplier seconds;
  private int sections;

  /**
   * The sections of one list.
   *
   * @param name made of letters, digits, dots, hyphens and underscores
   * @param seconds since 1970
   */
  GitlabLog(String name, LongSupplier seconds) {
    this.name = name;
    this.seconds = seconds;
  }

  static GitlabLog of(ListHead head) {
    String name = (head.prefix() + head.execution()).replaceAll("[^A-Za-z0-9_.-]+", "_");
    return new GitlabLog(
        "parallel-exec_" + name + "_" + head.started().toEpochMilli(),
        () -> System.currentTimeMillis() / 1_000);
  }

  @Override
  public void print(Console to, String block, Consumer<String> print) {
    print.accept(block.replace('\r', ' '));
  }

  @Override
  public void fold(Console to, String title, String block) {
    sections++;
    String mark = ":" + seconds.getAsLong() + ":" + name + "_" + sections;
    String line = Words.cut(title.strip(), Integer.MAX_VALUE);
    to.command(CLEAR + "section_start" + mark + "[collapsed=true]\r" + CLEAR + line);
    print(to, block.strip(), to::info);
    to.command(CLEAR + "section_end" + mark + "\r" + CLEAR);
  }
}
