package dev.parallelexec.remote;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code <engine>launcher</engine>}: a command in front of the worker's, as {@code ssh host{slot}}
 * or {@code srun -n1 -N1}, runs it on another machine.
 */
public final class LauncherKind implements EngineKind {
  /** For {@code ServiceLoader}. */
  public LauncherKind() {}

  @Override
  public String name() {
    return "launcher";
  }

  @Override
  public List<String> problems(Settings settings) {
    List<String> problems = new ArrayList<>();
    LauncherOptions unused = LauncherOptions.parse(settings, problems::add);
    return problems;
  }

  @Override
  public Placement open(Settings settings, Surroundings around) throws EngineException {
    LauncherOptions options = LauncherOptions.parse(settings, problem -> {});
    try {
      InetAddress address =
          options.address().isEmpty() ? OwnAddress.found() : OwnAddress.of(options.address());
      around.debug().accept("launcher: nodes are to reach this machine at " + address);
      return new LauncherPlacement(options, settings, around, address);
    } catch (IOException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    }
  }
}
