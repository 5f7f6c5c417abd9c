package com.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

public final class Far {
  private Far() {}

  public static String node(int number) {
    System.out.println("on " + System.getenv("NODE"));
    return System.getenv("NODE");
  }

  /** The first time, the third one takes its node with it. */
  public static int burns(int number) throws IOException {
    Path burning = Path.of("target", "burning");
    if (number == 3 && !Files.exists(burning)) {
      Files.createFile(burning);
      // What runs the worker there, first: nobody is to tell how the worker ended.
      ProcessHandle.current().parent().ifPresent(ProcessHandle::destroyForcibly);
      Runtime.getRuntime().halt(3);
    }
    return number;
  }

  public static String upper(Path from, Path to) throws IOException {
    String text = Files.readString(from).toUpperCase(Locale.ROOT);
    Files.createDirectories(to.getParent());
    Files.writeString(to, text);
    return to.toString();
  }
}
