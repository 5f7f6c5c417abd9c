package dev.parallelexec.history;

import static dev.parallelexec.history.Runs.ASKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.Runs.Job;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.FilePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever happens between runs, and to them: after a run that passes, outputs and results are
 * those of a run in an empty directory, and the run after that does nothing.
 */
class CleanRunTest {
  /** What may happen. */
  enum Kind {
    RUN,
    EDIT,
    REMOVE_INPUT,
    SWITCH_TASK,
    CHANGE_ARGUMENT,
    RENAME,
    TAMPER,
    REMOVE_OUTPUT,
    FAIL,
    KILL_BETWEEN,
    KILL_WITHIN,
    SURROUND,
    FORCE
  }

  /** Something happens to one of the tasks, or to one of the inputs. */
  record Step(Kind kind, int which, String text) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds = Arbitraries.of(Kind.class).injectDuplicates(0.1);
    Arbitrary<Kind> kind =
        Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(Kind.RUN)), Tuple.of(7, kinds));
    Arbitrary<String> text = Arbitraries.strings().withChars("xyz").ofMaxLength(3);
    return Combinators.combine(kind, Arbitraries.integers().between(0, 3), text)
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 60)
  void aRunIsAsGoodAsAClean(@ForAll("steps") List<Step> steps, @ForAll boolean cached)
      throws Exception {
    Path directory = Files.createTempDirectory("clean-run");
    try {
      Story story = new Story(directory, cached);
      for (Step step : steps) {
        story.happens(step);
      }
      story.run();
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  /** A module in which things happen. */
  private static final class Story {
    private final Path directory;
    private final Runs runs;
    private final boolean[] present = {true, true, true, false};
    private final String[] arguments = {"", "", "", ""};
    private final int[] names = new int[4];
    private final Set<Integer> failing = new HashSet<>();

    /** What somebody else wrote, or a task that was killed: it may stay. */
    private final Set<String> strays = new TreeSet<>();

    private int clock;

    Story(Path directory, boolean cached) throws IOException {
      this.directory = directory;
      this.runs = new Runs(directory.resolve("module"));
      runs.cache = cached ? directory.resolve("cache") : null;
      for (int i = 0; i < 4; i++) {
        runs.write("in/" + i, "x");
      }
    }

    void happens(Step step) throws Exception {
      int which = step.which();
      Path input = runs.basedir.resolve("in/" + which);
      switch (step.kind()) {
        case RUN -> run();
        case EDIT -> Runs.write(input, step.text());
        case REMOVE_INPUT -> Files.deleteIfExists(input);
        case SWITCH_TASK -> present[which] = !present[which];
        case CHANGE_ARGUMENT -> arguments[which] = step.text();
        case RENAME -> names[which]++;
        case TAMPER, REMOVE_OUTPUT -> tamper(which, step.kind() == Kind.TAMPER);
        case FAIL -> failing.add(which);
        case KILL_BETWEEN -> runs.killed(ASKED, jobs(runs, failing), which);
        case KILL_WITHIN -> killWithin(which);
        case SURROUND -> runs.around.put("the class path", step.text());
        case FORCE -> {
          runs.run(new Asked(true, true, false, false, true, Resume.NONE), jobs(runs, failing));
          failing.clear();
        }
      }
      age();
    }

    private void tamper(int which, boolean change) throws IOException {
      List<String> files = List.copyOf(files(runs.basedir).keySet());
      if (!files.isEmpty()) {
        String file = files.get(which % files.size());
        if (change) {
          strays.add(file);
          runs.write(file, "tampered " + clock);
        } else {
          Files.delete(runs.basedir.resolve(file));
        }
      }
    }

    /** The tasks before it end, and of this one there is half. */
    private void killWithin(int which) throws EngineException, IOException {
      List<Job> jobs = jobs(runs, Set.of());
      List<Job> some = new ArrayList<>(jobs.subList(0, Math.min(which, jobs.size())));
      if (which < jobs.size()) {
        History history = runs.open(ASKED);
        for (int i = 0; i < some.size(); i++) {
          history.known(some.get(i).task(i));
        }
        if (history.known(jobs.get(which).task(which)) == null) {
          SortedMap<String, String> before = files(runs.basedir);
          half(jobs.get(which), before);
        }
      }
    }

    private void half(Job job, SortedMap<String, String> before) throws IOException {
      job.body().run(runs.basedir);
      for (Map.Entry<String, String> file : files(runs.basedir).entrySet()) {
        if (!file.getValue().equals(before.get(file.getKey()))) {
          runs.write(file.getKey(), "half");
          strays.add(file.getKey());
        }
      }
    }

    /**
     * A run with those that fail now, then, where any did, one without; and one that does nothing.
     */
    void run() throws Exception {
      runs.run(ASKED, jobs(runs, failing));
      boolean again = !failing.isEmpty();
      failing.clear();
      age();
      if (again) {
        return;
      }
      compare();
      assertThat(runs.run(ASKED, jobs(runs, Set.of())).ran).isEmpty();
      compare();
      for (Job job : jobs(runs, Set.of())) {
        assertThat(runs.why(job)).isNull();
      }
    }

    private void compare() throws Exception {
      Path elsewhere = directory.resolve("clean" + clock++);
      Runs clean = new Runs(elsewhere);
      for (int i = 0; i < 4; i++) {
        if (runs.has("in/" + i)) {
          clean.write("in/" + i, runs.read("in/" + i));
        }
      }
      clean.run(ASKED, jobs(clean, Set.of()));
      assertThat(runs.values).isEqualTo(clean.values);
      SortedMap<String, String> expected = files(clean.basedir);
      SortedMap<String, String> actual = files(runs.basedir);
      actual.keySet().removeIf(file -> strays.contains(file) && !expected.containsKey(file));
      assertThat(actual).isEqualTo(expected);
      delete(elsewhere);
    }

    /** The clock of the file system is slower than this test. */
    private void age() throws IOException {
      clock++;
      for (String file : files(runs.basedir).keySet()) {
        Files.setLastModifiedTime(runs.basedir.resolve(file), FileTime.fromMillis(clock * 1_000L));
      }
    }

    private List<Job> jobs(Runs to, Set<Integer> fail) {
      List<Job> jobs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        if (present[i]) {
          Job job = job(i, arguments[i]).named(i + "-" + names[i]);
          jobs.add(fail.contains(i) ? failing(job) : job);
        }
      }
      return jobs;
    }

    private static Job failing(Job job) {
      return job.with(
          basedir -> {
            job.body().run(basedir);
            throw new IOException("fails");
          });
    }

    /** Of four kinds: one file, as many files as letters, a check, all inputs into one file. */
    private static Job job(int which, String argument) {
      List<FilePattern> in =
          List.of(
              which == 3 ? new FilePattern("in", ".*", "in/**") : FilePattern.path("in/" + which));
      List<FilePattern> out =
          switch (which) {
            case 0, 3 -> List.of(FilePattern.path("out/" + which + ".txt"));
            case 1 ->
                List.of(new FilePattern("out/letters", ".*", "out/letters/**"), path("out/n"));
            default -> List.of();
          };
      return new Job("", argument, in, out, basedir -> write(basedir, which, argument));
    }

    private static FilePattern path(String path) {
      return FilePattern.path(path);
    }

    private static String write(Path basedir, int which, String argument) throws IOException {
      String text = which == 3 ? "" + all(basedir) : read(basedir.resolve("in/" + which));
      if (which == 1) {
        Runs.write(basedir.resolve("out/n"), "" + text.length());
        Runs.write(basedir.resolve("out/letters/all"), argument);
        for (char c : text.toCharArray()) {
          Runs.write(basedir.resolve("out/letters/" + c), argument + text.indexOf(c));
        }
      } else if (which != 2) {
        Runs.write(basedir.resolve("out/" + which + ".txt"), text + argument);
      }
      return '"' + text + argument + '"';
    }

    private static SortedMap<String, String> all(Path basedir) throws IOException {
      return files(basedir, "in");
    }

    private static String read(Path file) throws IOException {
      return Files.exists(file) ? Files.readString(file) : "none";
    }

    private static SortedMap<String, String> files(Path basedir) throws IOException {
      return files(basedir, "out");
    }

    private static SortedMap<String, String> files(Path basedir, String below) throws IOException {
      SortedMap<String, String> files = new TreeMap<>();
      Path root = basedir.resolve(below);
      if (Files.exists(root)) {
        try (Stream<Path> all = Files.walk(root)) {
          for (Path file : all.filter(Files::isRegularFile).toList()) {
            files.put(basedir.relativize(file).toString(), Files.readString(file));
          }
        }
      }
      return files;
    }
  }
}
