package dev.parallelexec.history;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a list have in common and may depend on: class path, JDK, JVM arguments,
 * environment. Only hashes are kept: an environment may contain secrets.
 *
 * @param hash of all of it
 * @param parts hashes by the name of the part, in the order in which they are compared
 */
public record Surroundings(String hash, Map<String, String> parts) {
  /** What cannot be known: no task is up to date with it. */
  static final Surroundings UNKNOWN = new Surroundings("", Map.of());

  /**
   * Made of texts.
   *
   * @param texts by names that fit into a sentence, as {@code the class path} or {@code the JVM
   *     arguments} (plurals end with s), in the order in which a change is looked for; the roots in
   *     them do not count
   */
  public static Surroundings of(Map<String, String> texts, Roots roots) {
    Digest digest = new Digest();
    Map<String, String> parts = new LinkedHashMap<>();
    texts.forEach((name, text) -> parts.put(name, digest.add(roots.portable(text)).take()));
    parts.forEach((name, part) -> digest.add(name).add(part));
    return new Surroundings(digest.take(), parts);
  }

  /** The first part that is not as it was; null where none can be named. */
  @Nullable String changed(Map<String, String> before) {
    for (Map.Entry<String, String> part : parts.entrySet()) {
      if (!part.getValue().equals(before.get(part.getKey()))) {
        return part.getKey();
      }
    }
    return before.keySet().stream()
        .filter(name -> !parts.containsKey(name))
        .findFirst()
        .orElse(null);
  }
}
