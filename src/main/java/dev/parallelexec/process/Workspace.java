package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.function.Consumer;

/**
 * The temporary directory of one build's workers. A build that was killed leaves it behind; the
 * next one deletes it, and ends what its tasks left running.
 *
 * <p>A file that is locked as long as the build lives tells the one from the other: the system
 * takes the lock away whatever the build's end. A process id alone would not do, because containers
 * with ids of their own may share a temporary directory. It stands in the name all the same: who
 * only opens and closes a file that another part of his own process has locked, takes its lock
 * away.
 */
final class Workspace implements AutoCloseable {
  private static final String PREFIX = "parallel-exec-";
  private static final String LOCK = "in-use";

  private final Path directory;
  private final FileChannel lock;

  private Workspace(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Makes one where temporary files are, and deletes those of builds that are dead.
   *
   * @param debug gets a line for each that is deleted
   * @throws EngineException where there is no room, or no leave
   */
  static Workspace open(Consumer<String> debug) throws EngineException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return open(parent, debug);
    } catch (IOException e) {
      throw new EngineException(
          "The temporary directory "
              + parent
              + " cannot be used: "
              + e
              + ". Make room there, or name another one with -Djava.io.tmpdir in MAVEN_OPTS",
          e);
    }
  }

  /**
   * Makes one, and deletes those of builds that are dead.
   *
   * @param parent where they are
   * @param debug gets a line for each that is deleted
   */
  static Workspace open(Path parent, Consumer<String> debug) throws IOException {
    Path directory = Files.createTempDirectory(parent, own());
    try {
      // Locked before it has its name: nobody finds it unlocked.
      Path made = directory.resolve(LOCK + ".new");
      FileChannel lock =
          FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (lock.tryLock() != null) {
        Files.move(made, directory.resolve(LOCK));
      }
      removeDead(parent, Files.getOwner(directory), debug);
      return new Workspace(directory, lock);
    } catch (IOException e) {
      Trees.delete(directory);
      throw e;
    }
  }

  private static String own() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  Path directory() {
    return directory;
  }

  /** Deletes it; the second call does nothing. */
  @Override
  public void close() throws IOException {
    lock.close();
    Trees.delete(directory);
  }

  /** What others left is nobody's reason to fail. */
  private static void removeDead(Path parent, UserPrincipal user, Consumer<String> debug) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent)) {
      for (Path other : all) {
        try {
          if (candidate(other.getFileName().toString())
              && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
              && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(user)
              && isDead(other)) {
            Orphans.endAllBelow(other.getFileName() + "/");
            Trees.delete(other);
            debug.accept("deleted " + other + ", which a build that was killed had left");
          }
        } catch (IOException e) {
          debug.accept(other + ", which a build had left, could not be deleted: " + e);
        }
      }
    } catch (IOException | RuntimeException e) {
      debug.accept("what other builds left in " + parent + " could not be seen: " + e);
    }
  }

  private static boolean candidate(String name) {
    return name.startsWith(PREFIX) && !name.startsWith(own());
  }

  private static boolean isDead(Path other) throws IOException {
    Path file = other.resolve(LOCK);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false; // Another version's, or one that is just being made.
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
