package dev.parallelexec.pool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a word of the parameter {@code engine} means, beside {@code local}. Found by {@code
 * ServiceLoader} in the plugin's class loader: a jar among the plugin's {@code <dependencies>} can
 * bring another one. Has a public constructor without parameters, and no state.
 */
public interface EngineKind {
  /**
   * What the POM says of the engine.
   *
   * @param launcher the parameter {@code launcher}; empty where there is none
   * @param master the parameter {@code engineMaster}; empty where there is none
   * @param version the parameter {@code engineVersion}; empty where there is none
   * @param properties the parameter {@code engineProperties}
   * @param startTimeout how long it may take until the first worker has its place; zero is for ever
   * @param project the root of what a node needs of the project, where it shares no files
   */
  record Settings(
      String launcher,
      String master,
      String version,
      Map<String, String> properties,
      Duration startTimeout,
      Path project) {
    /** Copies the properties. */
    public Settings {
      properties = Map.copyOf(properties);
    }
  }

  /** What the build has for it. */
  interface Surroundings {
    /**
     * Resolves artifacts with their dependencies, from the project's repositories. Blocks.
     *
     * @param coordinates each {@code groupId:artifactId:version}
     * @throws EngineException where one cannot be resolved
     */
    List<Path> jars(List<String> coordinates) throws EngineException;

    /** The jar, or directory, that has the plugin's own classes. */
    Path plugin();

    /** Where what can be used by later builds is kept. */
    Path cache();

    /** Gets lines for {@code -X}. */
    Consumer<String> debug();

    /** Gets what people want to know: what is done while nothing runs. */
    Consumer<String> info();
  }

  /** The word in the POM, as {@code spark}. */
  String name();

  /**
   * What is wrong with the settings, each a sentence that begins with the parameter's name and has
   * the value and what is allowed; empty where nothing is. Asks nobody outside this JVM.
   */
  List<String> problems(Settings settings);

  /**
   * Opens it, for one build.
   *
   * @param settings without problems
   * @throws EngineException where it cannot be had; a sentence that says where and what to do
   */
  Placement open(Settings settings, Surroundings around) throws EngineException;
}
