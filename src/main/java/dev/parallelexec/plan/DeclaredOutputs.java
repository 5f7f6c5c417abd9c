package dev.parallelexec.plan;

import dev.parallelexec.task.FilePattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The files that the task lists of a module may write, as far as their POM says it: every
 * placeholder stands for anything. Where they lie on a class path, they do not make it another one.
 */
public final class DeclaredOutputs implements Predicate<Path> {
  private final List<Place> places = new ArrayList<>();

  /** All files below a directory, or those of them that a pattern matches; or one file. */
  private record Place(Path root, Pattern below) {}

  /**
   * Takes what the lists declare.
   *
   * @param basedir of the module
   * @param templates as the POM has them; what is wrong with one is told where its list runs
   * @param directories whose files are left out, too
   */
  public DeclaredOutputs(Path basedir, List<String> templates, List<Path> directories) {
    for (String template : templates) {
      FilePattern pattern = widest(template);
      Path root = basedir.resolve(pattern.root()).toAbsolutePath().normalize();
      places.add(new Place(root, Pattern.compile(pattern.literal() ? ".*" : pattern.regex())));
    }
    for (Path directory : directories) {
      places.add(new Place(directory.toAbsolutePath().normalize(), Pattern.compile(".*")));
    }
  }

  private static FilePattern widest(String template) {
    FileGlob glob = new FileGlob();
    for (Token token : Token.of(template.strip())) {
      if (token.kind() == Token.Kind.LITERAL) {
        glob.glob(token.text());
      } else {
        glob.any();
      }
    }
    return glob.pattern();
  }

  /**
   * Whether a file may be one of them.
   *
   * @param path absolute and normalized; a directory is one of them where all that is in it is
   */
  @Override
  public boolean test(Path path) {
    for (Place place : places) {
      if (path.startsWith(place.root())) {
        String below = place.root().relativize(path).toString().replace('\\', '/');
        if (place.below().matcher(below).matches()) {
          return true;
        }
      }
    }
    return false;
  }
}
