package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a module, by their paths below its directory. No path leads out of it, neither by
 * {@code ..} nor by a link to a directory.
 */
final class ModuleFiles {
  private final Path basedir;
  private final Path realBasedir;

  /** The directory has to exist. */
  ModuleFiles(Path basedir) throws IOException {
    this.basedir = basedir.toAbsolutePath().normalize();
    this.realBasedir = basedir.toRealPath();
  }

  /**
   * The place of a file, whether it exists or not; the file itself may be a link.
   *
   * @param path with {@code /} between its names
   * @throws IOException with a sentence, where it would lie outside
   */
  Path place(String path) throws IOException {
    Path place = resolved(path);
    if (place == null || !inside(place)) {
      throw new IOException(path + " is no file below " + basedir);
    }
    return place;
  }

  private @Nullable Path resolved(String path) {
    try {
      Path relative = Path.of(path);
      boolean plain =
          !relative.isAbsolute()
              && List.of(path.split("/", -1)).stream()
                  .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
      return plain ? basedir.resolve(relative).normalize() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private boolean inside(Path place) throws IOException {
    Path above = place.getParent();
    while (above != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
      above = above.getParent();
    }
    return place.startsWith(basedir)
        && !place.equals(basedir)
        && above != null
        && above.toRealPath().startsWith(realBasedir);
  }
}
