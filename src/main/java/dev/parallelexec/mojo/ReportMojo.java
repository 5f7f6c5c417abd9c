package dev.parallelexec.mojo;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;

/**
 * Puts the pages about the module's task lists into its site, under Project Reports. For the <code>
 * &lt;reporting&gt;</code> part of a POM, with maven-site-plugin 3.20 or newer; it runs nothing, so
 * what is reported is what the last build left.
 */
@Mojo(name = "report", defaultPhase = LifecyclePhase.SITE, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills them
public final class ReportMojo extends AbstractMojo implements MavenReport {
  private static final String NAME = "parallel-exec";

  /** Where the reports are, as in the goals that write them. */
  @Parameter(
      property = "parallel-exec.reportsDirectory",
      defaultValue = "${project.build.directory}/parallel-exec")
  File reportsDirectory;

  /** The site; its plugin says so itself when it makes one. */
  @Parameter(defaultValue = "${project.reporting.outputDirectory}", readonly = true)
  File outputDirectory;

  @Override
  public void execute() throws MojoExecutionException {
    try {
      copy();
    } catch (MavenReportException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The pages are whole: nothing goes through the sink. */
  @Override
  public void generate(Sink sink, Locale locale) throws MavenReportException {
    copy();
  }

  private void copy() throws MavenReportException {
    Path from = reportsDirectory.toPath();
    Path to = outputDirectory.toPath().resolve(NAME);
    if (!canGenerateReport()) {
      getLog().info("There are no reports of task lists in " + from);
      return;
    }
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
              Files.createDirectories(to.resolve(from.relativize(directory)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Path copy = to.resolve(from.relativize(file));
              Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      String sentence = "The reports in " + from + " cannot be copied to " + to + ": " + e;
      throw new MavenReportException(sentence, e);
    }
  }

  @Override
  public String getOutputPath() {
    return NAME + "/index";
  }

  /** What the path was called before; the interface still asks for it. */
  @Override
  @SuppressWarnings("deprecation") // a report without it does not compile
  public String getOutputName() {
    return getOutputPath();
  }

  @Override
  public String getCategoryName() {
    return CATEGORY_PROJECT_REPORTS;
  }

  @Override
  public String getName(Locale locale) {
    return "Parallel Exec";
  }

  @Override
  public String getDescription(Locale locale) {
    return "Task lists that the build ran in worker processes: timeline, durations, failures.";
  }

  @Override
  public void setReportOutputDirectory(File directory) {
    outputDirectory = directory;
  }

  @Override
  public File getReportOutputDirectory() {
    return outputDirectory;
  }

  @Override
  public boolean isExternalReport() {
    return true;
  }

  /** Whether there is anything to be shown. */
  @Override
  public boolean canGenerateReport() {
    return Files.exists(reportsDirectory.toPath().resolve("index.html"));
  }
}
