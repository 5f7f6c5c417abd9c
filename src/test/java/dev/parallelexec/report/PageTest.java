package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A page tells what happened, and nothing that a task says can do anything in it. */
class PageTest {
  private static final Set<String> ELEMENTS =
      Set.of(
          "html head meta title link body header nav main section footer div span p a b bdi small time"
              .concat(
                  " h1 h2 h4 dl dt dd ol ul li details summary pre code table thead tbody tr th td")
              .concat(" svg defs pattern rect circle path line text g")
              .split(" "));

  @TempDir Path base;

  @Test
  void everythingThatHappenedIsTold() throws Exception {
    Typical typical = new Typical(base).end();
    Document page = checked(typical.file("index.html"));
    String text = page.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
    assertThat(text)
        .contains("gen", "3 of 8 tasks passed", "3 passed (1 flaky)", "1 out of memory")
        .contains("com.acme.Gen::run bad.yaml", "at com.acme.Gen.run(Gen.java:9)")
        .contains("worker 2 pid 1002 died: exit 134 (SIGABRT)", "limit 1s")
        .contains("net.yaml passed at attempt 2", "first failed, ConnectException: refused")
        .contains("poller.yaml left behind thread \"poller\"")
        .contains("12 models");
    assertThat(rows(page)).hasSize(8);
    assertThat(attributes(page, "pattern", "id")).contains("is-passed", "is-crashed");
    assertThat(attributes(page, "svg", "class"))
        .contains("lane", "bar", "death", "ribbon", "histogram");
    assertThat(attributes(page, "svg", "aria-label")).contains("worker 1: 3 attempts, busy 68 %");
    assertThat(typical.file("style.css")).isNotEmptyFile();
  }

  @Test
  void theModuleHasAPageOfItsExecutions() throws Exception {
    new Typical(base).end();
    Path all = base.resolve("target/parallel-exec/index.html");
    Document page = checked(all);
    assertThat(attributes(page, "a", "href")).contains("gen/index.html", "trace.json");
    assertThat(page.getDocumentElement().getTextContent())
        .contains("api", "1 of 1 execution did not pass", "8 tasks", "1 crashed");
  }

  @Test
  void nothingThatATaskSaysIsMarkup() throws Exception {
    String hostile =
        "</pre><script>alert(1)</script><img src=x"
            + " onerror=alert(1)>\u001b[31m\u0000\u202e\ud800'\"";
    Story story = new Story(base, 2);
    Task one = task(0, hostile);
    Task two = task(1, "\u001b]8;;http://example.com\u0007link\u001b]8;;\u0007" + hostile);
    story.starts(one, 1).prints(one, Stream.OUT, hostile + "\n" + "x".repeat(1_000_000));
    story.fails(
        one, 1, Outcome.FAILED, new Failure(hostile, hostile, hostile + "\n\tat x", 1, ""), 9);
    story.starts(two, 1).prints(two, Stream.ERR, hostile).passes(two, 1, "\"<b>\"", 9);
    story.end(20);
    Path file = story.directory().resolve("index.html");
    Document page = checked(file);
    assertThat(page.getDocumentElement().getTextContent())
        .contains("</pre><script>alert(1)</script>")
        .doesNotContain("\u001b", "\u202e", "]8;;");
    assertThat(Files.size(file)).isLessThan(60_000);
  }

  /** A recycled worker, as after a StackOverflowError, and one that died with its task. */
  @Test
  void restartsAreCountedAsTheConsoleDoes() throws Exception {
    Story story = new Story(base, 2).workers();
    Task deep = task(0, "deep");
    Task dies = task(1, "dies");
    story.starts(deep, 1).starts(dies, 2);
    Failure overflow = new Failure("java.lang.StackOverflowError", "(no message)", "", null, "");
    story.fails(deep, 1, Outcome.FAILED, overflow, 400);
    PoolListener events = story.listener();
    events.workerStarted(new PoolListener.Worker(1, 0, 2001));
    events.workerEnded(Story.worker(1), "a task ended with java.lang.StackOverflowError");
    story.fails(dies, 2, Outcome.CRASHED, Failure.of("exit 1"), 500);
    events.workerEnded(Story.worker(2), "exit 1");
    events.workerStarted(new PoolListener.Worker(2, 0, 2002));
    assertThat(story.end(1_000)).contains("  Workers  2, 1 restarted, busy");
    Document page = checked(story.directory().resolve("index.html"));
    assertThat(page.getDocumentElement().getTextContent()).contains(", 1 restarted");
  }

  @Test
  void aListWithoutTasksHasAPage() throws Exception {
    Story story = new Story(base, 0);
    story.end(1);
    Document page = checked(story.directory().resolve("index.html"));
    assertThat(page.getDocumentElement().getTextContent()).contains("There were no tasks");
  }

  @Test
  void aStoppedListSaysSo() throws Exception {
    Story story = new Story(base, 9);
    story.starts(task(0, "runs"), 1).passes(50);
    story.report.finishStopped("Maven was stopped");
    Document page = checked(story.directory().resolve("index.html"));
    assertThat(page.getDocumentElement().getTextContent())
        .contains("Stopped before its end: Maven was stopped", "runs", "cancelled");
  }

  @Test
  void manyTasksAreAllListedAndVeryManyAreNot() throws Exception {
    assertThat(rows(page(10_000))).hasSize(10_000);
    Document large = page(100_000);
    assertThat(rows(large)).hasSizeBetween(500, 1_000);
    assertThat(large.getDocumentElement().getTextContent())
        .contains("All 100,000 tasks passed", "one task of 200");
    assertThat(attributes(large, "svg", "class")).doesNotContain("bar");
    assertThat(attributes(large, "rect", "class")).contains("run f4");
    assertThat(Files.size(base.resolve("100000/target/parallel-exec/gen/index.html")))
        .isLessThan(500_000);
  }

  @Test
  void noMoreFailuresAreToldOfThanAnyoneReads() throws Exception {
    int count = 600;
    Story story = new Story(base, count);
    String stack = "java.lang.Error: no\n" + "\tat com.acme.Deep.down(Deep.java:1)\n".repeat(500);
    for (int i = 0; i < count; i++) {
      Task task = task(i, "t" + i);
      story.starts(task, 1).passes(1);
      Failure failure = new Failure("java.lang.Error", "no", stack, null, "");
      story.fails(task, 1, Outcome.FAILED, failure, 1);
    }
    story.end(count);
    Path file = story.directory().resolve("index.html");
    assertThat(Files.size(file)).isLessThan(6_000_000);
    Document page = checked(file);
    assertThat(attributes(page, "details", "class")).hasSize(301);
    assertThat(page.getDocumentElement().getTextContent()).contains("The first 300 of 600");
  }

  private Document page(int count) throws Exception {
    Story story = new Story(base.resolve(Integer.toString(count)), count);
    for (int i = 0; i < count; i++) {
      Task task = task(i, "item" + i);
      story.starts(task, 1 + i % 2).passes(i % 2).passes(task, 1 + i % 2, "0", 1);
    }
    story.end(count / 2);
    return checked(story.directory().resolve("index.html"));
  }

  /** What a content security policy would block is not there, and every link leads somewhere. */
  private static Document checked(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Document page = factory.newDocumentBuilder().parse(file.toFile());
    NodeList all = page.getElementsByTagName("*");
    Set<String> ids = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (!ELEMENTS.contains(element.getTagName())) {
        wrong.add("element " + element.getTagName());
      }
      for (int a = 0; a < element.getAttributes().getLength(); a++) {
        String attribute = element.getAttributes().item(a).getNodeName();
        if (attribute.equals("style") || attribute.startsWith("on")) {
          wrong.add("attribute " + attribute);
        }
      }
      if (element.hasAttribute("id") && !ids.add(element.getAttribute("id"))) {
        wrong.add("second id " + element.getAttribute("id"));
      }
    }
    for (String link : attributes(page, "a", "href")) {
      boolean here = link.startsWith("#");
      if (here ? !ids.contains(link.substring(1)) : !Files.exists(file.resolveSibling(link))) {
        wrong.add("link " + link);
      }
    }
    assertThat(wrong).isEmpty();
    Matcher fills = Pattern.compile("url\\(#([a-z-]+)\\)").matcher(Files.readString(file));
    while (fills.find()) {
      assertThat(ids).contains(fills.group(1));
    }
    return page;
  }

  private static List<Element> rows(Document page) {
    List<Element> rows = new ArrayList<>();
    NodeList bodies = page.getElementsByTagName("tbody");
    NodeList all = ((Element) bodies.item(0)).getElementsByTagName("tr");
    for (int i = 0; i < all.getLength(); i++) {
      rows.add((Element) all.item(i));
    }
    return rows;
  }

  private static List<String> attributes(Document page, String element, String attribute)
      throws IOException {
    List<String> values = new ArrayList<>();
    NodeList all = page.getElementsByTagName(element);
    for (int i = 0; i < all.getLength(); i++) {
      values.add(((Element) all.item(i)).getAttribute(attribute));
    }
    values.removeIf(String::isEmpty);
    return values;
  }
}
