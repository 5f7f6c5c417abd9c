package dev.parallelexec.jvm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A quick look at a class file: might it end the JVM? Only the constant pool is walked; of a
 * thousand classes one or two are then worth a real parser.
 */
final class ExitScan {
  private static final int MAGIC = 0xCAFEBABE;

  /** Where the constants start: behind magic, versions and their count. */
  private static final int CONSTANTS = 10;

  private static final byte[] EXIT = "exit".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DESCRIPTOR = "(I)V".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SYSTEM = "java/lang/System".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RUNTIME = "java/lang/Runtime".getBytes(StandardCharsets.US_ASCII);

  private static final int NAMED = 1;
  private static final int TYPED = 2;
  private static final int OWNED = 4;

  private ExitScan() {}

  /**
   * Whether the names of {@code System.exit} or {@code Runtime.exit} are among the constants; false
   * also for what is no class file.
   *
   * @param length how many of the bytes count
   */
  static boolean mayExit(byte[] bytes, int length) {
    if (length < CONSTANTS || integer(bytes, 0) != MAGIC) {
      return false;
    }
    int count = unsignedShort(bytes, 8);
    int at = CONSTANTS;
    int found = 0;
    for (int i = 1; i < count; i++) {
      if (at + 3 > length) {
        return false;
      }
      int tag = bytes[at];
      if (tag == 1) {
        int size = unsignedShort(bytes, at + 1);
        if (at + 3 + size > length) {
          return false;
        }
        found |= known(bytes, at + 3, size);
        at += 3 + size;
      } else {
        int size = size(tag);
        if (size == 0) {
          return false;
        }
        at += size;
        // Longs and doubles take two places.
        i += tag == 5 || tag == 6 ? 1 : 0;
      }
    }
    return found == (NAMED | TYPED | OWNED);
  }

  private static int known(byte[] bytes, int from, int size) {
    return switch (size) {
      case 4 -> is(EXIT, bytes, from) ? NAMED : is(DESCRIPTOR, bytes, from) ? TYPED : 0;
      case 16 -> is(SYSTEM, bytes, from) ? OWNED : 0;
      case 17 -> is(RUNTIME, bytes, from) ? OWNED : 0;
      default -> 0;
    };
  }

  private static boolean is(byte[] word, byte[] bytes, int from) {
    return Arrays.equals(word, 0, word.length, bytes, from, from + word.length);
  }

  /** Bytes of a constant with its tag; 0 for a tag that is not known. */
  private static int size(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 3;
      case 15 -> 4;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
      case 5, 6 -> 9;
      default -> 0;
    };
  }

  private static int unsignedShort(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private static int integer(byte[] bytes, int at) {
    return (unsignedShort(bytes, at) << 16) | unsignedShort(bytes, at + 2);
  }
}
