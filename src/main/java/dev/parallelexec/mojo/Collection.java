package dev.parallelexec.mojo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** Several fired lists, collected within one limit: all of them, also where one fails. */
final class Collection {
  private final Duration limit;
  private final long started = System.nanoTime();

  /** Counts from now on; zero is no limit. */
  Collection(Duration limit) {
    this.limit = limit;
  }

  /**
   * Collects.
   *
   * @throws MojoExecutionException the first, where a list could not be run; the others' failures
   *     hang on it
   * @throws MojoFailureException the only one, or all their sentences
   */
  void of(List<PendingList> lists) throws MojoExecutionException, MojoFailureException {
    MojoExecutionException broken = null;
    List<MojoFailureException> failures = new ArrayList<>();
    for (PendingList list : lists) {
      try {
        list.collect(left());
      } catch (MojoFailureException e) {
        failures.add(e);
      } catch (MojoExecutionException e) {
        if (broken == null) {
          broken = e;
        } else {
          broken.addSuppressed(e);
        }
      }
    }
    if (broken != null) {
      failures.forEach(broken::addSuppressed);
      throw broken;
    }
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      throw new MojoFailureException(
          failures.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
    }
  }

  /** Never zero under a limit, because that would be none. */
  private Duration left() {
    if (limit.isZero()) {
      return limit;
    }
    Duration left = limit.minusNanos(System.nanoTime() - started);
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }
}
