package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.util.List;

/** {@code <engine>spark</engine>}: a slot of a Spark cluster for each worker. */
public final class SparkKind implements EngineKind {
  /** For {@code ServiceLoader}. */
  public SparkKind() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public List<String> problems(Settings settings) {
    return SparkSettings.problems(settings);
  }

  /** Resolves Spark; the driver is started for the first worker. */
  @Override
  public Placement open(Settings settings, Surroundings around) throws EngineException {
    SparkSettings spark = SparkSettings.of(settings);
    try {
      return new SparkPlacement(settings, spark, ThisMachine.address(spark), around);
    } catch (IOException e) {
      throw new EngineException("the engine spark cannot be opened: " + e.getMessage(), e);
    }
  }
}
