package dev.parallelexec.report;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told to a CI service.
 *
 * @param format its marks; not {@link CiFormat#AUTO}
 * @param workspace files are named relative to it
 * @param sources where the project's sources are, for the file and line of a failure
 * @param summary the file that GitHub shows as the summary of the step; null for none
 * @param annotations how many annotations this build may still make
 */
public record Ci(
    CiFormat format,
    Path workspace,
    List<Path> sources,
    @Nullable Path summary,
    AtomicInteger annotations) {
  /** GitHub shows no more of a step. */
  public static final int MOST_ANNOTATIONS = 10;

  /** Where nobody reads along. */
  static final Ci NONE = new Ci(CiFormat.NONE, Path.of(""), List.of(), null, new AtomicInteger());

  /** A console on which what others wrote cannot be taken for a command. */
  Console guarded(Console console, ListHead head) {
    return switch (format) {
      case AUTO, NONE -> console;
      case GITHUB -> new CiConsole(console, new GithubLog());
      case GITLAB -> new CiConsole(console, GitlabLog.of(head));
      case TEAMCITY -> new CiConsole(console, new TeamcityLog());
    };
  }

  /** What is told beside the log. */
  List<ReportPart> parts(ListHead head, View view, Console console) {
    return switch (format) {
      case AUTO, NONE, GITLAB -> List.of();
      case GITHUB -> List.of(new GithubMarks(head, this, view.slowNanos(), console));
      case TEAMCITY -> List.of(TeamcityTests.of(head, console));
    };
  }
}
