package dev.parallelexec.mojo;

import dev.parallelexec.jvm.JavaRuntime;
import dev.parallelexec.plan.Problems;
import dev.parallelexec.plan.Template;
import dev.parallelexec.plan.Values;
import dev.parallelexec.process.ListOptions.Bounds;
import dev.parallelexec.process.Machine;
import dev.parallelexec.process.Nesting;
import dev.parallelexec.task.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.model.Dependency;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** From the parameters of the pool to a {@link PoolRequest}; what is wrong becomes a problem. */
final class PoolConversion {
  /** Of a worker; beyond, systems refuse threads, and no JVM is the quicker for them. */
  private static final int MOST_THREADS = 1000;

  private final PoolGoal goal;
  private final Problems problems;
  private final Values values;
  private final Nesting nesting;
  private final Path basedir;

  PoolConversion(PoolGoal goal, Problems problems, Nesting nesting) {
    this.goal = goal;
    this.nesting = nesting;
    this.problems = problems;
    this.values = new Values(problems);
    this.basedir = goal.basedir();
  }

  PoolRequest request(@Nullable String killGrace, Jdk jdk, ExpressionEvaluator evaluator) {
    EngineRequest engine = new EngineConversion(goal, problems).request();
    int workers = workers(engine != null);
    long machine = Machine.memoryBytes();
    long memory = values.memory("maxMemory", goal.maxMemory, machine);
    List<String> arguments = jvmArguments();
    boolean users = Machine.heapOf(arguments).isPresent();
    // Of other machines' memory nothing is known.
    long heap =
        users || engine != null ? 0 : Machine.defaultHeap(memory, workers, Machine.cpus(), machine);
    JavaRuntime java = jdk.find(text(goal.jvm), goal.jdkToolchain, basedir);
    String setup = text(goal.initializer);
    Call initializer = setup == null ? null : values.function("initializer", setup);
    if (initializer == null && !list(goal.initializerArguments).isEmpty()) {
      problems.add("initializerArguments: there is no initializer");
    }
    return new PoolRequest(
        new PoolRequest.Jvm(
            java, arguments, heap, environment(java), directory(), properties(true), archive()),
        classes(evaluator),
        initializer,
        list(goal.initializerArguments),
        new Bounds(
            workers,
            threads(),
            values.count("maxTasksPerWorker", goal.maxTasksPerWorker, 0, 0),
            values.count("chunkSize", goal.chunkSize, 0, 0),
            memory),
        killGrace == null
            ? values.duration("killGrace", "5s")
            : values.duration("killGrace", killGrace),
        engine);
  }

  /**
   * Of other machines' processors nothing is known, and the share that a nested build has is of
   * these.
   */
  private int workers(boolean elsewhere) {
    String text = goal.workers;
    if (elsewhere && text != null && text.strip().endsWith("C")) {
      problems.add(
          "workers",
          text.strip(),
          "a number, as 8: with engine '" + goal.engine + "' the processors are other machines'");
      return 1;
    }
    int asked = values.workers("workers", text, nesting.cpus());
    return nesting.nested() && !elsewhere ? Math.min(asked, nesting.cpus()) : asked;
  }

  private int threads() {
    int threads = values.count("threadsPerWorker", goal.threadsPerWorker, 1, 1, MOST_THREADS);
    if (threads > 1) {
      for (Map.Entry<String, String> property : properties(false).entrySet()) {
        problems.add(
            "systemPropertyVariables: "
                + property.getKey()
                + " is '"
                + property.getValue()
                + "', which changes with the task, and threadsPerWorker is "
                + threads
                + ": tasks that run at once in one JVM share its system properties; pass"
                + " it in arguments, or leave threadsPerWorker out");
      }
    }
    return threads;
  }

  private boolean archive() {
    return values.choice("sharedArchive", goal.sharedArchive, SharedArchive.AUTO)
        == SharedArchive.AUTO;
  }

  /** The system properties that are the same for all tasks, or those that are not. */
  Map<String, String> properties(boolean constant) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Map.Entry<String, String> property : map(goal.systemPropertyVariables).entrySet()) {
      String value = property.getValue();
      if (Template.isConstant(value) == constant) {
        found.put(property.getKey(), constant ? Template.constant(value) : value);
      }
    }
    return found;
  }

  private List<String> jvmArguments() {
    String line = goal.argLine;
    return line == null
        ? List.of()
        : ArgLine.split(
            line, goal::property, wrong -> problems.add("argLine: '" + line + "': " + wrong));
  }

  private Map<String, String> environment(@Nullable JavaRuntime java) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    if (java != null) {
      environment.put("JAVA_HOME", java.home().toString());
    }
    for (String name : list(goal.excludedEnvironmentVariables)) {
      environment.remove(name.trim());
    }
    environment.putAll(map(goal.environmentVariables));
    return environment;
  }

  private Path directory() {
    String written = text(goal.workingDirectory);
    Path directory = written == null ? basedir : basedir.resolve(written).normalize();
    if (!Files.isDirectory(directory)) {
      problems.add(
          "workingDirectory: '"
              + directory
              + "' is not a directory; it has to exist before the goal runs");
    }
    return directory;
  }

  private PoolRequest.Classes classes(ExpressionEvaluator evaluator) {
    String phase = goal.mojoExecution.getLifecyclePhase();
    boolean output = !Phases.beforeCompile(phase);
    PlexusConfiguration raw = goal.additionalClasspathDependencies;
    List<Dependency> tools =
        raw == null
            ? List.of()
            : new CoordinatesReader(problems).read(WrittenElement.of(raw, evaluator));
    return new PoolRequest.Classes(
        values.choice("classpathScope", goal.classpathScope, WorkerClassPath.Scope.RUNTIME),
        values.bool("addOutputToClasspath", goal.addOutputToClasspath, output),
        values.bool("includeProjectDependencies", goal.includeProjectDependencies, true),
        values.bool("includePluginDependencies", goal.includePluginDependencies, false),
        tools,
        elements());
  }

  private List<String> elements() {
    List<String> elements = new ArrayList<>();
    for (String element : list(goal.additionalClasspathElements)) {
      if (!element.isBlank()) {
        elements.add(element.trim());
      }
    }
    return elements;
  }

  /** The text without the white space around it; null where there is none. */
  static @Nullable String text(@Nullable String raw) {
    return raw == null || raw.isBlank() ? null : raw.trim();
  }

  /** Maven fills null in for an empty element. */
  static List<String> list(@Nullable List<String> raw) {
    List<String> list = new ArrayList<>();
    if (raw != null) {
      for (String value : raw) {
        list.add(value == null ? "" : value);
      }
    }
    return list;
  }

  static Map<String, String> map(@Nullable Map<String, String> raw) {
    Map<String, String> map = new LinkedHashMap<>();
    if (raw != null) {
      for (Map.Entry<String, @Nullable String> entry : raw.entrySet()) {
        String value = entry.getValue();
        map.put(entry.getKey(), value == null ? "" : value);
      }
    }
    return map;
  }
}
