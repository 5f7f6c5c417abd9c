package dev.parallelexec.history;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a task runs, in one sentence. */
final class Reasons {
  static final String FORCE = "force is true";
  static final String SAYS_NOTHING = "it says neither inputs nor outputs";
  static final String NEVER_PASSED = "it never passed here";
  static final String NOT_RECORDED = "its last run did not pass, or was not recorded";
  static final String NO_OBJECT = "its result was not kept as the reducer needs it";
  static final String UNKNOWN = "what it depends on cannot be read";

  private Reasons() {}

  /**
   * What has changed since an entry was written.
   *
   * @param before null where there is none
   * @param then the surroundings of that time; null where they are not known
   */
  static String changed(
      @Nullable Entry before,
      Fingerprint now,
      @Nullable Surroundings then,
      Surroundings surroundings) {
    if (now.whole().isEmpty()) {
      return UNKNOWN;
    } else if (before == null) {
      return NEVER_PASSED;
    } else if (!before.passed()) {
      return NOT_RECORDED;
    }
    String own = part(before.of(), now);
    own = own == null ? input(before.of().inputs(), now.inputs()) : own;
    if (own != null) {
      return own;
    }
    String part = then == null ? null : surroundings.changed(then.parts());
    return part == null ? "it changed since it passed" : haveChanged(part);
  }

  private static @Nullable String part(Fingerprint before, Fingerprint now) {
    for (int i = 0; i < Fingerprints.PARTS.size(); i++) {
      boolean same = i < before.parts().size() && before.parts().get(i).equals(now.parts().get(i));
      if (!same) {
        return haveChanged(Fingerprints.PARTS.get(i));
      }
    }
    return null;
  }

  private static String haveChanged(String part) {
    return part + (part.endsWith("s") && !part.endsWith("calls") ? " have" : " has") + " changed";
  }

  private static @Nullable String input(Map<String, String> before, Map<String, String> now) {
    for (Map.Entry<String, String> input : now.entrySet()) {
      String hash = before.getOrDefault(input.getKey(), FoundFiles.MISSING);
      if (!input.getValue().equals(hash)) {
        String what = hash.equals(FoundFiles.MISSING) ? " is new" : " has changed";
        boolean gone = input.getValue().equals(FoundFiles.MISSING);
        return "input " + input.getKey() + (gone ? " is gone" : what);
      }
    }
    for (String name : before.keySet()) {
      if (!now.containsKey(name)) {
        return "input " + name + " is gone";
      }
    }
    return null;
  }
}
