package dev.parallelexec.remote;

import dev.parallelexec.pool.EngineKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the POM says of engine {@code launcher}.
 *
 * @param prefix stands in front of commands
 * @param address of this machine, as the nodes know it; empty for the one that is found
 * @param staging how files come to the nodes
 */
record LauncherOptions(CommandPrefix prefix, String address, Staging staging) {
  private static final String ADDRESS = "address";
  private static final List<String> NAMES = List.of(ADDRESS, Staging.PROPERTY);

  /**
   * Parses it.
   *
   * @param problem told in sentences what is wrong; the options must not be used then
   */
  static LauncherOptions parse(EngineKind.Settings settings, Consumer<String> problem) {
    refuse("engineMaster", settings.master(), problem);
    refuse("engineVersion", settings.version(), problem);
    Map<String, String> properties = new TreeMap<>(settings.properties());
    for (String name : properties.keySet()) {
      if (!NAMES.contains(name)) {
        problem.accept(Nearest.wrong("engineProperties", name, NAMES));
      }
    }
    String address = properties.getOrDefault(ADDRESS, "").strip();
    if (address.isEmpty() && properties.containsKey(ADDRESS)) {
      problem.accept(
          "engineProperties: address '' is not allowed; allowed: an address or name of this"
              + " machine that the nodes reach");
    }
    return new LauncherOptions(
        CommandPrefix.parse(settings.launcher(), problem),
        address,
        Staging.of(properties.get(Staging.PROPERTY), problem));
  }

  private static void refuse(String parameter, String value, Consumer<String> problem) {
    if (!value.isEmpty()) {
      problem.accept(
          parameter + ": '" + value + "' is not allowed; allowed: none, with engine 'launcher'");
    }
  }
}
