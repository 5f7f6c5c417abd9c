package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the site plugin does with a report. */
class ReportMojoTest {
  @TempDir Path base;

  @Test
  void thePagesAreInTheSiteWithWhatTheyLink() throws Exception {
    ReportMojo report = report();
    Path execution = base.resolve("target/parallel-exec/codegen");
    Files.createDirectories(execution.resolve("tasks"));
    Files.writeString(execution.resolveSibling("index.html"), "all");
    Files.writeString(execution.resolve("index.html"), "one");
    Files.writeString(execution.resolve("tasks/0000-a.log"), "log");
    assertThat(report.canGenerateReport()).isTrue();
    report.generate(null, Locale.ROOT);
    Path page = base.resolve("site").resolve(report.getOutputPath() + ".html");
    assertThat(page).hasContent("all");
    assertThat(page.resolveSibling("codegen/index.html")).hasContent("one");
    assertThat(page.resolveSibling("codegen/tasks/0000-a.log")).hasContent("log");
  }

  @Test
  void aModuleWithoutTaskListsHasNoReport() throws Exception {
    ReportMojo report = report();
    assertThat(report.canGenerateReport()).isFalse();
    report.generate(null, Locale.ROOT);
    assertThat(base.resolve("site")).doesNotExist();
  }

  private ReportMojo report() {
    ReportMojo report = new ReportMojo();
    report.reportsDirectory = base.resolve("target/parallel-exec").toFile();
    report.setReportOutputDirectory(base.resolve("site").toFile());
    return report;
  }
}
