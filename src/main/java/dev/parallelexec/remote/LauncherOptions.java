package dev.parallelexec.remote;

import dev.parallelexec.pool.EngineKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the POM says of engine {@code launcher}.
 *
 * @param prefix stands in front of commands
 * @param address of this machine, as the nodes know it; empty for the one that is found
 * @param staging how files come to the nodes
 */
record LauncherOptions(CommandPrefix prefix, String address, Staging staging) {
  private static final String ADDRESS = "address";
  private static final String STAGING = "staging";
  private static final List<String> NAMES = List.of(ADDRESS, STAGING);

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
        problem.accept(wrong("engineProperties", name, NAMES));
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
        staging(properties.get(STAGING), problem));
  }

  private static void refuse(String parameter, String value, Consumer<String> problem) {
    if (!value.isEmpty()) {
      problem.accept(
          parameter + ": '" + value + "' is not allowed; allowed: none, with engine 'launcher'");
    }
  }

  private static Staging staging(@Nullable String text, Consumer<String> problem) {
    if (text == null) {
      return Staging.AUTO;
    }
    String given = text.strip();
    for (Staging staging : Staging.values()) {
      if (staging.label().equals(given)) {
        return staging;
      }
    }
    List<String> labels = Arrays.stream(Staging.values()).map(Staging::label).toList();
    problem.accept(wrong("engineProperties: staging", given, labels));
    return Staging.AUTO;
  }

  private static String wrong(String parameter, String value, List<String> allowed) {
    String meant = Nearest.to(value, allowed);
    String colon = parameter.contains(":") ? " '" : ": '";
    return parameter
        + colon
        + value
        + "' is not allowed; allowed: "
        + allowed.stream().collect(Collectors.joining(", "))
        + (meant == null ? "" : "; did you mean '" + meant + "'?");
  }
}
