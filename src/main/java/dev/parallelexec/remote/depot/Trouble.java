package dev.parallelexec.remote.depot;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something that cannot be done, in words for people, while the link is as good as it was. */
public final class Trouble extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a sentence. */
  public Trouble(String sentence) {
    super(sentence);
  }

  private Trouble(IOException cause) {
    super(text(cause), cause);
  }

  /** With what a file system said. */
  public static Trouble of(IOException cause) {
    return cause instanceof Trouble told ? told : new Trouble(cause);
  }

  /** The words of the JDK are a file's name alone where the kind of the exception says the rest. */
  private static String text(IOException e) {
    if (e instanceof NoSuchFileException) {
      return e.getMessage() + ": no such file";
    } else if (e instanceof AccessDeniedException) {
      return e.getMessage() + ": access denied";
    }
    boolean bare = e instanceof FileSystemException told && told.getReason() == null;
    String message = e.getMessage();
    return bare || message == null ? e.toString() : message;
  }
}
