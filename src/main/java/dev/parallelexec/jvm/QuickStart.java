package dev.parallelexec.jvm;

import java.nio.file.Path;
import java.util.List;

/**
 * How one worker is started as far as archives are concerned.
 *
 * @param classPath in force: with an archive in its order, else as it was
 * @param options for the JVM, before the user's
 * @param archive what it takes classes from
 */
public record QuickStart(List<Path> classPath, List<String> options, Archive archive) {
  /** Without an archive. */
  static final Archive NONE =
      new Archive() {
        @Override
        public boolean isUsed() {
          return false;
        }

        @Override
        public boolean isSound() {
          return true;
        }

        @Override
        public void blame(String death) {}
      };

  /** Copies the lists. */
  public QuickStart {
    classPath = List.copyOf(classPath);
    options = List.copyOf(options);
  }

  /** A start with nothing that could go wrong. */
  public static QuickStart plain(List<Path> classPath) {
    return new QuickStart(classPath, List.of(), NONE);
  }

  /** The archive of a start. For any thread. */
  public interface Archive {
    /** Whether there is one. */
    boolean isUsed();

    /**
     * Whether it is what was once made; waits until it has been read, once a build. A worker may
     * start meanwhile: it must not get anything to do before this is known.
     */
    boolean isSound();

    /**
     * A worker died of it: it could be started without. The archive is dropped.
     *
     * @param death how it ended, as a phrase
     */
    void blame(String death);
  }
}
