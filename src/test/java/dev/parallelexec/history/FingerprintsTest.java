package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is in a fingerprint, and what is not. */
class FingerprintsTest {
  private static final Call ADD = Call.function("com.acme.Sums::add");
  private static final Roots HERE = Roots.of(Path.of("/home/me/app"), Map.of());
  private final Fingerprints fingerprints = new Fingerprints(HERE);

  private static Task task(Call call, Arguments arguments, Map<String, Text> properties) {
    return new Task(0, "a", call, arguments, properties, Limits.NONE);
  }

  private static Arguments arguments(String... texts) {
    return new Arguments(List.of(texts).stream().map(Text::of).toList(), false);
  }

  private static Task claiming(Limits limits, Claims claims) {
    return new Task(7, "b", ADD, arguments("1"), Map.of(), limits, claims);
  }

  private Fingerprint of(Task task, Map<String, String> inputs, String around) {
    Surroundings surroundings = Surroundings.of(Map.of("the JDK", around), HERE);
    return fingerprints.of(task, new TreeMap<>(inputs), surroundings);
  }

  @Test
  void whatATaskIsCounts() {
    List<Task> tasks =
        List.of(
            task(ADD, Arguments.NONE, Map.of()),
            task(Call.function("com.acme.Sums"), Arguments.NONE, Map.of()),
            task(Call.mainClass("com.acme.Sums", List.of()), Arguments.NONE, Map.of()),
            task(Call.mainClass("com.acme.Sums", List.of(0)), Arguments.NONE, Map.of()),
            task(ADD, arguments(""), Map.of()),
            task(ADD, arguments("", ""), Map.of()),
            task(ADD, arguments("ab"), Map.of()),
            task(ADD, arguments("a", "b"), Map.of()),
            task(ADD, arguments("{slot}"), Map.of()),
            task(ADD, new Arguments(List.of(new Text(List.of("", ""))), false), Map.of()),
            task(ADD, new Arguments(List.of(Text.of("ab")), true), Map.of()),
            task(ADD, Arguments.NONE, Map.of("a", Text.of("b"))),
            task(ADD, Arguments.NONE, Map.of("b", Text.of("a"))));
    Set<String> all = new HashSet<>();
    tasks.forEach(task -> all.add(fingerprints.own(task)));
    assertThat(all).hasSameSizeAs(tasks).allMatch(own -> own.matches("[0-9a-f]{32}"));
  }

  @Test
  void whenItRunsDoesNot() {
    Limits limits = new Limits(Duration.ofSeconds(1), 2, Set.of(), Duration.ZERO, false);
    Claims claims = new Claims(3, Set.of("port"), List.of(), List.of());
    assertThat(fingerprints.own(claiming(limits, claims)))
        .isEqualTo(fingerprints.own(task(ADD, arguments("1"), Map.of())));
  }

  @Test
  void inputsOutputsAndSurroundingsCount() {
    Task task = claiming(Limits.NONE, Claims.NONE);
    Task writing =
        claiming(
            Limits.NONE,
            new Claims(1, Set.of(), List.of(), List.of(FilePattern.path("out/a.txt"))));
    Set<String> own = new HashSet<>();
    own.add(of(task, Map.of(), "17").own());
    own.add(of(writing, Map.of(), "17").own());
    own.add(of(task, Map.of("a", "1"), "17").own());
    own.add(of(task, Map.of("a", FoundFiles.MISSING), "17").own());
    own.add(of(task, Map.of("b", "1"), "17").own());
    assertThat(own).hasSize(5);

    Fingerprint on17 = of(task, Map.of("a", "1"), "17");
    Fingerprint on21 = of(task, Map.of("a", "1"), "21");
    assertThat(on17.own()).isEqualTo(on21.own());
    assertThat(on17.whole()).hasSize(32).isNotEqualTo(on21.whole()).isNotEqualTo(on17.own());
    assertThat(on17.same(of(task, Map.of("a", "1"), "17"))).isTrue();
    Fingerprint unknown =
        fingerprints.of(task, new TreeMap<>(Map.of("a", "1")), Surroundings.UNKNOWN);
    assertThat(unknown.same(unknown)).isFalse();
  }

  @Test
  void absolutePathsDoNot() {
    Fingerprints there = new Fingerprints(Roots.of(Path.of("/tmp/clone"), Map.of()));
    assertThat(fingerprints.own(task(ADD, arguments("-o/home/me/app/out"), Map.of())))
        .isEqualTo(there.own(task(ADD, arguments("-o/tmp/clone/out"), Map.of())));
  }
}
