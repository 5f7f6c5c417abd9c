package com.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tool as they are: it exits. */
public final class Tool {
  private Tool() {}

  /** Leaves its process id, and exits as told, if told. */
  public static void main(String[] args) throws IOException {
    Path pids = Files.createDirectories(Path.of(args[1]));
    Files.writeString(pids.resolve(args[0]), Long.toString(ProcessHandle.current().pid()));
    if (!args[0].equals("none")) {
      System.exit(Integer.parseInt(args[0]));
      Files.writeString(pids.resolve(args[0]), "System.exit returned");
    }
  }
}
