package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

/** The report is what Surefire itself would write and read. */
class TestReportTest {
  private static final String NAME = "TEST-parallel-exec.api.gen.xml";

  @TempDir Path base;

  @Test
  void surefireReadsEveryWayInWhichTasksEnd() throws Exception {
    Path file = new Typical(base).end().file(NAME);
    assertValid(file);
    ReportTestSuite suite = read(file);
    assertThat(suite.getFullClassName()).isEqualTo("parallel-exec.api.gen");
    assertThat(suite.getNumberOfTests()).isEqualTo(8);
    assertThat(suite.getNumberOfFailures()).isEqualTo(1);
    assertThat(suite.getNumberOfErrors()).isEqualTo(3);
    assertThat(suite.getNumberOfSkipped()).isEqualTo(1);
    assertThat(suite.getNumberOfFlakes()).isEqualTo(1);
    assertThat(suite.getTimeElapsed()).isEqualTo(2);
    assertThat(suite.getTestCases())
        .extracting(ReportTestCase::getName, ReportTestCase::getFailureType)
        .containsExactly(
            tuple("petstore.yaml", null),
            tuple("bad.yaml", "java.lang.IllegalStateException"),
            tuple("stuck.yaml", "parallel-exec.timed-out"),
            tuple("native.yaml", "parallel-exec.crashed"),
            tuple("net.yaml", null),
            tuple("huge.yaml", "java.lang.OutOfMemoryError"),
            tuple("poller.yaml", null),
            tuple("never.yaml", "skipped"));
    ReportTestCase bad = suite.getTestCases().get(1);
    assertThat(bad.hasFailure()).isTrue();
    assertThat(bad.getFailureDetail()).isEqualTo(Typical.STACK.strip());
    assertThat(bad.getTime()).isEqualTo(0.3f);
    assertThat(suite.getTestCases().get(3).hasError()).isTrue();
    assertThat(suite.getTestCases().get(4).hasFlakes()).isTrue();
    assertThat(suite.getTestCases().get(4).getFlakyFailures().get(0).getMessage())
        .isEqualTo("refused");
  }

  @Test
  void whatATaskPrintedIsThereWithoutOurNotes() throws Exception {
    Path file = new Typical(base).end().file(NAME);
    assertThat(Files.readString(file))
        .contains("<system-out>12 models</system-out>")
        .contains("<system-out>no operationId</system-out>")
        .doesNotContain(base.toString());
  }

  @Test
  void nothingThatATaskSaysBreaksTheFile() throws Exception {
    String hostile = "]]></system-out>&\u0000\u001b[31m\ud800\ufffe\r\u202e<a b='\"'>";
    Story story = new Story(base, 2);
    Task one = task(0, hostile, 1);
    Task large = task(1, "large");
    story.starts(one, 1).prints(one, Stream.OUT, hostile);
    Failure failure = new Failure(hostile, hostile, hostile, 3, "");
    story.fails(one, 1, Outcome.FAILED, failure, 1);
    story.starts(one, 1).fails(one, 1, Outcome.FAILED, failure, 1);
    story
        .starts(large, 1)
        .prints(large, Stream.OUT, "x".repeat(1_000_000))
        .passes(large, 1, "1", 1);
    story.end(10);
    Path file = story.directory().resolve(NAME);
    assertValid(file);
    assertThat(Files.size(file)).isLessThan(20_000);
    ReportTestCase read = read(file).getTestCases().get(0);
    assertThat(read.getName()).startsWith("]]></system-out>&␀").contains("<a b='\"'>");
  }

  @Test
  void aTaskThatPassedInSilenceIsWrittenAsTheOthersAre() throws Exception {
    List<String> names = List.of("plain", "a<b>&\"c'", "é\u2028", "");
    Story story = new Story(base, names.size());
    for (int i = 0; i < names.size(); i++) {
      Task task = task(i, names.get(i));
      story.starts(task, 1).passes(task, 1, "1", 12);
    }
    story.end(10);
    Path file = story.directory().resolve(NAME);
    assertValid(file);
    String[] lines = Files.readString(file).split("\n", -1);
    assertThat(lines[2])
        .isEqualTo(lines[3].replace("a&lt;b&gt;&amp;&quot;c'", "plain"))
        .contains("name=\"plain\"");
    assertThat(read(file).getTestCases())
        .extracting(ReportTestCase::getName)
        .containsExactly("plain", "a<b>&\"c'", "é ", "");
  }

  private static ReportTestSuite read(Path file) {
    List<File> directories = List.of(file.getParent().toFile());
    List<ReportTestSuite> suites =
        new SurefireReportParser(directories, new NullConsoleLogger()).parseXMLReportFiles();
    assertThat(suites).hasSize(1);
    return suites.get(0);
  }

  private static void assertValid(Path file) throws IOException, SAXException {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(TestReportTest.class.getResource("/surefire/surefire-test-report.xsd"))
        .newValidator()
        .validate(new StreamSource(file.toFile()));
  }
}
