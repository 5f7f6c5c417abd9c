package dev.parallelexec.plan;

import java.nio.file.Path;
import java.util.List;

/**
 * A Maven fileset: Maven's default excludes apply, files are sorted by their relative path with
 * {@code /} between its names. A directory that does not exist holds no files, as for Maven's own
 * plugins; one that is a file is a problem.
 *
 * @param directory absolute
 * @param includes patterns as {@code **}{@code /*.puml}; empty for all files
 * @param excludes patterns
 * @param followSymlinks whether links to directories are entered; Maven's default is true
 */
public record FileSet(
    Path directory, List<String> includes, List<String> excludes, boolean followSymlinks) {
  /** Copies the patterns. */
  public FileSet {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }
}
