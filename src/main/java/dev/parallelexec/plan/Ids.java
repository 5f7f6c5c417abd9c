package dev.parallelexec.plan;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The ids of one list, each given once. Of a million ids the heap keeps a million hashes of 64 bits
 * and no text; two texts with the same hash, which may happen once in many thousand such lists,
 * only cost the second one a suffix. For one thread.
 */
public final class Ids {
  /** With an index of ten digits and an extension a file name stays far below 255 bytes. */
  private static final int LONGEST_NAME = 120;

  /** Names that Windows keeps for itself are no longer, but for what is behind a dot. */
  private static final int LONGEST_RESERVED = 4;

  /** Made for names that need them: most do not, and a JVM spins classes for these. */
  private static final class Patterns {
    static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Cs}/\\\\:*?\"<>|]");
    static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
  }

  private long[] hashes = new long[1 << 10];
  private int used;

  /** An empty list's. */
  Ids() {}

  /**
   * The text, if no id before it is the same, else with {@code #} and the index. Control characters
   * become spaces, so that an id is one line; an empty text is the index alone.
   */
  String unique(String text, int index) {
    String id = hasControl(text) ? Patterns.CONTROL.matcher(text).replaceAll(" ") : text;
    if (id.isEmpty()) {
      id = "#" + index;
    }
    while (!reserve(id)) {
      id = id + "#" + index;
    }
    return id;
  }

  /** Nearly no text has any, and a pattern takes longer to find that out. */
  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  /** Takes an id; false where it is taken. */
  boolean reserve(String id) {
    if (used >= hashes.length / 4 * 3) {
      grow();
    }
    if (!put(hashes, hash(id))) {
      return false;
    }
    used++;
    return true;
  }

  private void grow() {
    long[] larger = new long[hashes.length * 2];
    for (long hash : hashes) {
      if (hash != 0) {
        put(larger, hash);
      }
    }
    hashes = larger;
  }

  private static boolean put(long[] table, long hash) {
    int mask = table.length - 1;
    int at = (int) hash & mask;
    while (table[at] != 0) {
      if (table[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    table[at] = hash;
    return true;
  }

  /** FNV-1a, and Murmur's finish so that the low bits are good, too; never 0, which is free. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }

  /**
   * An id as a part of a file name on every system: without separators and control characters, at
   * most 120 bytes of UTF-8, and no name that Windows keeps for itself. Different ids may give the
   * same name, so that the index belongs in front of it.
   */
  public static String safeName(String id) {
    if (isPlain(id)) {
      return id;
    }
    String name = cut(Patterns.UNSAFE.matcher(id).replaceAll("_"));
    if (name.endsWith(".") || name.endsWith(" ")) {
      name = name.substring(0, name.length() - 1) + "_";
    }
    return name.isEmpty() || Patterns.RESERVED.matcher(name).matches() ? "_" + name : name;
  }

  /** Whether a name is safe at a glance: letters, digits and hyphens, but no word as COM1. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c == '-'
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9'))) {
        return false;
      }
    }
    return name.length() > LONGEST_RESERVED && name.length() < LONGEST_NAME;
  }

  private static String cut(String name) {
    int end = 0;
    for (int bytes = 0; end < name.length(); ) {
      String character = Character.toString(name.codePointAt(end));
      bytes += character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST_NAME - 1) {
        break;
      }
      end += character.length();
    }
    return name.substring(0, end);
  }
}
