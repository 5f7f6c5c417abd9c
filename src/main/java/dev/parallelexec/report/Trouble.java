package dev.parallelexec.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be written, for people: what it is, and what to do. */
final class Trouble {
  private Trouble() {}

  /** A phrase, as {@code permission denied; make it writable}. */
  static String with(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied; make it writable";
    } else if (e instanceof DirectoryNotEmptyException) {
      return e.getMessage() + " is a directory; move it away";
    } else if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + " is in the way; move it away";
    } else if (e instanceof NoSuchFileException) {
      return e.getMessage() + " is gone; somebody deleted it while tasks ran";
    }
    String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
    if (reason == null) {
      return e.toString();
    }
    return switch (reason) {
      case "Is a directory" -> "there is a directory in its place; move it away";
      case "Not a directory" -> "there is a file in the place of a directory; move it away";
      case "Read-only file system" -> "its file system is read-only; make it writable";
      case "No space left on device", "Disk quota exceeded" -> reason + "; make room";
      default -> reason;
    };
  }
}
