package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What trainers do, in processes of their own, whatever else goes on. */
@Timeout(180)
class TrainerTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path dir;
  private ArchiveShelf shelf;
  private ArchiveEntry entry;
  private Path jar;

  @BeforeEach
  void make() throws IOException {
    shelf = new ArchiveShelf(dir.resolve("archives"));
    entry = shelf.entry("key");
    Files.createDirectories(entry.directory());
    Path classes =
        Sources.compile(
            dir.resolve("classes"),
            "Hello",
            "public class Hello { public static void main(String[] a) {"
                + " Runnable r = () -> System.out.println(a.length); r.run(); } }");
    jar = Sources.jar(dir.resolve("repo/hello-1.0.jar"), Sources.entries(classes));
  }

  @AfterEach
  void nothingIsLeft() {
    awaitEnd();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void twoAtOnceMakeOneArchive() throws Exception {
    ask(List.of());
    Trainer.start(JAVA, shelf, List.of("key"));
    Trainer.start(JAVA, shelf, List.of("key"));
    awaitEnd();
    assertThat(entry.note().kind()).isEqualTo(ArchiveNote.Kind.MADE);
    assertThat(entry.isSound(entry.note())).isTrue();
    try (Stream<Path> files = Files.list(entry.directory())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("classes.jsa", "names", "note");
    }
  }

  @Test
  void whatIsThereIsNotMadeAgain() throws Exception {
    ask(List.of());
    Trainer.start(JAVA, shelf, List.of("key"));
    awaitEnd();
    var before = Files.getLastModifiedTime(entry.archive());
    ask(List.of());
    Trainer.start(JAVA, shelf, List.of("key"));
    awaitEnd();
    assertThat(entry.request()).doesNotExist();
    assertThat(Files.getLastModifiedTime(entry.archive())).isEqualTo(before);
  }

  @Test
  void whatNobodyCouldUseIsNotMade() throws Exception {
    ask(List.of(new Prefix.Ahead(dir.resolve("classes"), 0)));
    Trainer.start(JAVA, shelf, List.of("key"));
    awaitEnd();
    assertThat(entry.names()).exists();
    assertThat(entry.note()).isEqualTo(ArchiveNote.ABSENT);
    assertThat(entry.archive()).doesNotExist();
  }

  @Test
  void whatATrainerThatWasKilledLeftIsNoMatter() throws Exception {
    Files.writeString(entry.fresh("jsa"), "half of it");
    Files.writeString(entry.fresh("log"), "");
    ask(List.of());
    Trainer.start(JAVA, shelf, List.of("key"));
    awaitEnd();
    assertThat(entry.isSound(entry.note())).isTrue();
    assertThat(entry.fresh("jsa")).doesNotExist();
  }

  @Test
  void aRequestIsReadAsItWasWritten() throws IOException {
    ArchiveRequest request =
        new ArchiveRequest(
            Path.of("/a b/java"),
            true,
            List.of("--add-modules=x", "--add-opens=a/b=ALL-UNNAMED"),
            List.of(Path.of("/ä/1.jar"), Path.of("/2 3.jar")),
            List.of(new Prefix.Ahead(Path.of("/t c"), 1)));
    request.write(dir.resolve("request"));
    assertThat(ArchiveRequest.read(dir.resolve("request"))).isEqualTo(request);
  }

  /** As a build would; the classes are those of a JVM that ran the jar. */
  private void ask(List<Prefix.Ahead> ahead) throws Exception {
    Process process =
        new ProcessBuilder(
                JAVA.toString(),
                "-XX:DumpLoadedClassList=" + entry.list(),
                "-cp",
                jar.toString(),
                "Hello")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    int feature = Runtime.version().feature();
    new ArchiveRequest(JAVA, feature >= 24, List.of(), List.of(jar), ahead).write(entry.request());
  }

  private static void awaitEnd() {
    await("the training has ended")
        .atMost(Duration.ofMinutes(2))
        .until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
  }
}
