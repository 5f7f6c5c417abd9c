package dev.parallelexec.remote.spark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A worker of the simplest kind: says what it was told, and ends or stays. */
final class Say {
  /** The exit code. */
  static final int EXIT = 7;

  private Say() {}

  /** With the system property {@code stay} it ends with its standard input only. */
  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("heard " + in.readLine() + " with " + System.getenv("SAY"));
    System.err.println("in " + System.getProperty("user.dir"));
    if (Boolean.getBoolean("stay")) {
      new ProcessBuilder("sleep", "1000").start();
      System.out.println("staying");
      while (in.readLine() != null) {
        continue;
      }
    }
    System.exit(EXIT);
  }
}
