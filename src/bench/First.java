import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Tells when its first statement ran, for {@code first.py}: microseconds since 1970, in a file. */
public final class First {
  private First() {}

  public static void main(String[] arguments) throws IOException {
    Instant now = Instant.now();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    Files.writeString(Path.of(arguments[0]), Long.toString(micros));
  }
}
