package dev.parallelexec.report;

import java.nio.file.Path;

/**
 * What the user asked of a report.
 *
 * @param directory of this execution, {@code <reportsDirectory>/<execution id>}; made when it is
 *     missing
 * @param base paths below it are shown relative to it
 * @param output how much of what the tasks print is shown
 * @param view how the list itself is shown
 * @param modules draw what is drawn from all executions of a module
 * @param times gets how long the tasks took, for the next build
 */
public record ReportOptions(
    Path directory, Path base, OutputKind output, View view, ModulePages modules, LastTimes times) {

  /** A path as people see it: relative to the base where it is below it, with {@code /}. */
  String shown(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path root = base.toAbsolutePath().normalize();
    Path shown = absolute.startsWith(root) ? root.relativize(absolute) : absolute;
    return shown.toString().replace('\\', '/');
  }
}
