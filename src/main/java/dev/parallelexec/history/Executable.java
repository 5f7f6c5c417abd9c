package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a file may be executed, where the file system knows of that. */
final class Executable {
  private Executable() {}

  /** Whether its owner may; false where the file system does not know. */
  static boolean is(Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /** Lets everybody execute it who may read it; nothing where the file system does not know. */
  static void set(Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> all = EnumSet.copyOf(view.readAttributes().permissions());
    all.add(PosixFilePermission.OWNER_EXECUTE);
    if (all.contains(PosixFilePermission.GROUP_READ)) {
      all.add(PosixFilePermission.GROUP_EXECUTE);
    }
    if (all.contains(PosixFilePermission.OTHERS_READ)) {
      all.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    view.setPermissions(all);
  }

  private static @Nullable PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }
}
