package dev.parallelexec.report;

import dev.parallelexec.task.Labelled;
import java.util.Map;

/** Which CI service reads along; each has marks of its own for what it shows apart. */
public enum CiFormat implements Labelled {
  /** The one whose environment variables are set, if any. */
  AUTO("auto"),
  /** GitHub Actions: groups, annotations, a step summary. */
  GITHUB("github"),
  /** GitLab CI: sections that can be folded. */
  GITLAB("gitlab"),
  /** TeamCity: a test for each task. */
  TEAMCITY("teamcity"),
  /** None. */
  NONE("none");

  private final String label;

  CiFormat(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** What {@link #AUTO} means in an environment; the other formats mean themselves. */
  public CiFormat in(Map<String, String> environment) {
    if (this != AUTO) {
      return this;
    }
    if ("true".equals(environment.get("GITHUB_ACTIONS"))) {
      return GITHUB;
    }
    if (!environment.getOrDefault("GITLAB_CI", "").isEmpty()) {
      return GITLAB;
    }
    return environment.getOrDefault("TEAMCITY_VERSION", "").isEmpty() ? NONE : TEAMCITY;
  }
}
