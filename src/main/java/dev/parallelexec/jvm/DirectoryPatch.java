package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One directory of classes: those that call exit, changed, in a directory that stands right in
 * front of it on the class path.
 */
final class DirectoryPatch {
  private DirectoryPatch() {}

  /**
   * Makes the directory with the changed classes, whole or not at all.
   *
   * @return whether there were any; else nothing is made
   */
  static boolean overlay(Path directory, Path target) throws IOException {
    Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
    Path temporary = Files.createTempDirectory(parent, "new");
    Walk walk = new Walk(directory, temporary);
    Files.walkFileTree(directory, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
    if (walk.written == 0) {
      Files.delete(temporary);
      return false;
    }
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another execution of the build was quicker; ours goes with the build's own directory.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
    return true;
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final Path target;
    private int written;

    Walk(Path directory, Path target) {
      this.directory = directory;
      this.target = target;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (file.toString().endsWith(".class") && attributes.isRegularFile()) {
        byte[] original = Files.readAllBytes(file);
        Optional<byte[]> patched =
            ExitScan.mayExit(original, original.length)
                ? ExitRewriter.rewritten(original)
                : Optional.empty();
        if (patched.isPresent()) {
          Path copy = target.resolve(directory.relativize(file));
          Files.createDirectories(copy.getParent());
          Files.write(copy, patched.get());
          written++;
        }
      }
      return FileVisitResult.CONTINUE;
    }

    /** What cannot be read here cannot be loaded there. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path place, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
