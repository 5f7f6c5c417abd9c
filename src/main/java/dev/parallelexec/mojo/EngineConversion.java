package dev.parallelexec.mojo;

import dev.parallelexec.plan.Problems;
import dev.parallelexec.plan.Values;
import dev.parallelexec.pool.EngineKind;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the parameters of the engine to an {@link EngineRequest}. */
final class EngineConversion {
  private static final String LOCAL = "local";

  private final PoolGoal goal;
  private final Problems problems;

  EngineConversion(PoolGoal goal, Problems problems) {
    this.goal = goal;
    this.problems = problems;
  }

  /** Null for this machine's. */
  @Nullable EngineRequest request() {
    String given = PoolConversion.text(goal.engine);
    String name = given == null ? LOCAL : given;
    if (name.equals(LOCAL)) {
      refuseSettings();
      return null;
    }
    Map<String, EngineKind> kinds = kinds();
    EngineKind kind = kinds.get(name);
    if (kind == null) {
      List<String> names = new ArrayList<>(List.of(LOCAL));
      names.addAll(kinds.keySet());
      problems.add("engine", name, String.join(", ", names), names);
      return null;
    }
    EngineKind.Settings settings = settings();
    kind.problems(settings).forEach(problems::add);
    return new EngineRequest(kind, settings);
  }

  /** What brings engines: this plugin, and the plugins' dependencies that the POM gives it. */
  private static Map<String, EngineKind> kinds() {
    Map<String, EngineKind> kinds = new TreeMap<>();
    for (EngineKind kind :
        ServiceLoader.load(EngineKind.class, EngineKind.class.getClassLoader())) {
      kinds.put(kind.name(), kind);
    }
    return kinds;
  }

  private void refuseSettings() {
    Map<String, @Nullable String> written = new LinkedHashMap<>();
    written.put("launcher", PoolConversion.text(goal.launcher));
    written.put("engineMaster", PoolConversion.text(goal.engineMaster));
    written.put("engineVersion", PoolConversion.text(goal.engineVersion));
    Map<String, String> properties = PoolConversion.map(goal.engineProperties);
    written.put(
        "engineProperties",
        properties.isEmpty() ? null : String.join(", ", new TreeMap<>(properties).keySet()));
    for (Map.Entry<String, @Nullable String> setting : written.entrySet()) {
      if (setting.getValue() != null) {
        problems.add(
            "%s: '%s' means nothing to the engine of this machine; set engine, too"
                .formatted(setting.getKey(), setting.getValue()));
      }
    }
  }

  private EngineKind.Settings settings() {
    Duration start = new Values(problems).duration("engineStartTimeout", goal.engineStartTimeout);
    return new EngineKind.Settings(
        orEmpty(goal.launcher),
        orEmpty(goal.engineMaster),
        orEmpty(goal.engineVersion),
        PoolConversion.map(goal.engineProperties),
        start,
        root());
  }

  /** The whole project where the module is in it: modules read each other's files. */
  private Path root() {
    File top = goal.session.getRequest().getMultiModuleProjectDirectory();
    Path root = top == null ? goal.basedir() : top.toPath().toAbsolutePath().normalize();
    return goal.basedir().startsWith(root) ? root : goal.basedir();
  }

  private static String orEmpty(@Nullable String text) {
    String given = PoolConversion.text(text);
    return given == null ? "" : given;
  }
}
