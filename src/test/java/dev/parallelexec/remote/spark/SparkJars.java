package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.EngineKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** A build's surroundings, with the Spark that the POM has resolved for tests. */
public final class SparkJars implements EngineKind.Surroundings {
  /** The program that resolved them, and what Maven has given it. */
  private static final Set<String> OTHERS =
      Set.of("maven-antrun-plugin", "ant", "ant-launcher", "plexus-utils", "slf4j-api");

  public final List<String> told = new CopyOnWriteArrayList<>();
  final List<String> debugged = new CopyOnWriteArrayList<>();

  @Override
  public List<Path> jars(List<String> coordinates) {
    List<Path> jars = new ArrayList<>(List.of(placeOf(LoggerFactory.class)));
    try {
      for (String line : Files.readAllLines(Path.of("target", "spark.jars"))) {
        Path jar = Path.of(line.strip());
        // <artifact>/<version>/<artifact>-<version>.jar
        String artifact = jar.getParent().getParent().getFileName().toString();
        if (!OTHERS.contains(artifact)) {
          jars.add(jar);
        }
      }
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path placeOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  @Override
  public Path plugin() {
    return placeOf(SparkKind.class);
  }

  @Override
  public Path cache() {
    return Path.of("target");
  }

  @Override
  public Consumer<String> debug() {
    return debugged::add;
  }

  @Override
  public Consumer<String> info() {
    return told::add;
  }
}
