import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tasks do in the benchmarks, as functions and, for those who start a JVM for each task, as a
 * main that writes the result into a file of its own. Python does the same in {@code pools.py}.
 */
public final class Work {
  private static final byte[] BLOCK = new byte[1 << 20];
  private static final int BLOCKS = 500;

  private Work() {}

  /** Nothing: what is left is the cost of a task. */
  public static long same(long n) {
    return n;
  }

  /**
   * Only the processor: SHA-256 over 500 blocks of a megabyte, by the same machine instructions in
   * Java and in Python.
   *
   * @return the first 31 bits of the digest, which depend on {@code n}
   */
  public static long hash(long n) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Long.toString(n).getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < BLOCKS; i++) {
        digest.update(BLOCK);
      }
      byte[] end = digest.digest();
      return (end[0] & 0x7fL) << 24
          | (end[1] & 0xffL) << 16
          | (end[2] & 0xffL) << 8
          | end[3] & 0xffL;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Copies a file; its size. */
  public static long copy(Path in, Path out) throws IOException {
    Files.createDirectories(out.getParent());
    byte[] content = Files.readAllBytes(in);
    Files.write(out, content);
    return content.length;
  }

  /** The function of that name. */
  static long call(String function, long n) {
    return switch (function) {
      case "same" -> same(n);
      case "hash" -> hash(n);
      default -> throw new IllegalArgumentException(function + " is neither same nor hash");
    };
  }

  /** As {@code Work same|hash <number> <file>}. */
  public static void main(String[] arguments) throws Exception {
    long result = call(arguments[0], Long.parseLong(arguments[1]));
    Files.writeString(Path.of(arguments[2]), Long.toString(result));
  }
}
