package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong before a worker's first task, and after its last one: told once, in words. */
@EnabledOnOs(OS.LINUX)
class EdgesTest extends LocalEngineFixture {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final AtomicInteger starts = new AtomicInteger();

  private static Call disaster(String method) {
    return Call.function("dev.parallelexec.process.Disasters::" + method);
  }

  private Setting setting() {
    Setting setting = new Setting();
    setting.listener =
        new Recorder() {
          @Override
          public void workerStarting(int slot) {
            starts.incrementAndGet();
          }
        };
    return setting;
  }

  private void patience(Patience patience) throws Exception {
    workers.close();
    workers = realm(patience);
  }

  private static WorkerSpec with(WorkerSpec spec, Path java, Call initializer, String argument) {
    Launch launch = spec.launch();
    Launch other =
        new Launch(
            java,
            launch.jvmArguments(),
            launch.classPath(),
            launch.environment(),
            launch.directory(),
            Sharing.OFF);
    return new WorkerSpec(
        other, Map.of(), initializer, argument == null ? List.of() : List.of(argument), 0);
  }

  private void endsOnce(Setting setting, int most, String... words) {
    Tasks tasks = Tasks.upTo(sample("cube"), 20);
    assertThatThrownBy(() -> setting.map(tasks))
        .isInstanceOf(EngineException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
    assertThat(setting.listener.outcomes()).hasSize(20).containsOnly("cancelled");
    assertThat(starts.get()).isBetween(1, most);
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:NoSuchFlag=1, Unrecognized VM option",
    "-javaagent:no-such-agent.jar, no-such-agent.jar",
    "-Xmx1000000g, exit 1",
  })
  void aJvmThatDoesNotStartEndsTheListWithItsOwnWords(String argument, String words) {
    Setting setting = setting();
    setting.spec = spec(null, List.of(argument));
    endsOnce(setting, 2, "A worker could not be started: exit 1", words, "Its command: ", argument);
  }

  @Test
  void aProgramThatIsNoJavaEndsTheList() {
    Setting setting = setting();
    setting.spec = with(setting.spec, temp.resolve("no-java"), null, null);
    endsOnce(setting, 2, "A worker could not be started", "no-java");
  }

  @Test
  void aJvmThatHangsAtItsStartIsNotWaitedForForEver() throws Exception {
    patience(new Patience(Duration.ofMillis(700), LONG, LONG, LONG));
    Path program = temp.resolve("hangs");
    Files.writeString(program, "#!/bin/sh\necho thinking\nsleep 600\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Setting setting = setting();
    setting.spec = with(setting.spec, program, null, null);
    endsOnce(setting, 2, "it did not say hello within 700ms", "thinking", program.toString());
  }

  @ParameterizedTest
  @CsvSource({"halt 3, exit 3", "exit by reflection, exit 3", "close channel, exit 71"})
  void aDeathInTheInitializerEndsTheListOnce(String way, String words) {
    Setting setting = setting();
    setting.spec = with(setting.spec, setting.spec.launch().java(), disaster("die"), way);
    endsOnce(
        setting,
        2,
        "A worker died in the initializer dev.parallelexec.process.Disasters::die: " + words,
        "last words before " + way,
        "Its command: ");
  }

  /** What comes from outside may not come again; but after three times it is enough. */
  @ParameterizedTest
  @ValueSource(strings = {"KILL", "segmentation fault"})
  void anInitializerThatIsKilledEachTimeEndsTheList(String way) {
    Setting setting = setting();
    setting.spec = with(setting.spec, setting.spec.launch().java(), disaster("die"), way);
    endsOnce(setting, 6, "A worker died in the initializer", "exit 13");
  }

  @Test
  void anInitializerThatHangsEndsWithTheWholeLimit() {
    Setting setting = setting();
    setting.spec = spec(sample("hang"));
    setting.total = Duration.ofSeconds(2);
    endsOnce(
        setting,
        2,
        "totalTimeout of 2s was over, and worker ",
        " was still in the initializer dev.parallelexec.process.Sample::hang\nIt was here:",
        "at dev.parallelexec.process.Sample.hang(");
  }

  @ParameterizedTest
  @CsvSource({
    "halt 3, died before it had closed the list's instances: exit 3",
    "KILL, died before it had closed the list's instances: exit 137 (SIGKILL)",
    "exit by reflection, exit 3",
    "initialization, java.lang.ExceptionInInitializerError"
  })
  void aDeathWhileInstancesCloseFailsTheList(String way, String words) {
    Tasks tasks = Tasks.of(clinging("use"), List.of(List.of(way)));
    assertThatThrownBy(() -> new Setting().map(tasks))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("Closing an instance failed: ")
        .hasMessageContaining(words);
    assertThat(heard.outcomes()).containsExactly("passed");
  }

  @Test
  void anInstanceThatDoesNotCloseFailsTheListAndSaysWhere() throws Exception {
    patience(new Patience(LONG, Duration.ofMillis(500), LONG, LONG));
    Tasks tasks = Tasks.of(clinging("use"), List.of(List.of("hang")));
    assertThatThrownBy(() -> new Setting().map(tasks))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("had not closed the list's instances within 500ms and was ended")
        .hasMessageContaining("at dev.parallelexec.process.Disasters$Clinging.close(");
  }

  @Test
  void theWholeLimitEndsAnInstanceThatDoesNotClose() {
    Tasks tasks = Tasks.of(clinging("use"), List.of(List.of("hang")));
    Setting setting = new Setting();
    setting.total = Duration.ofSeconds(3);
    assertThatThrownBy(() -> setting.map(tasks))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(
            "had not closed the list's instances when totalTimeout of 3s was over");
    assertThat(heard.outcomes()).containsExactly("passed");
  }

  @Test
  void theWholeLimitEndsAReducer() {
    Setting setting = new Setting();
    setting.total = Duration.ofSeconds(3);
    setting.reducer = Call.function("dev.parallelexec.process.Sample::neverReduces");
    assertThatThrownBy(() -> setting.map(Tasks.upTo(sample("cube"), 3)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("The reducer dev.parallelexec.process.Sample::neverReduces failed")
        .hasMessageContaining("totalTimeout of 3s was over");
  }

  private static Call clinging(String method) {
    return Call.function("dev.parallelexec.process.Disasters$Clinging::" + method);
  }
}
