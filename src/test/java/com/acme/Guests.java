package com.acme;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/** What the tasks of builds do that tests start. */
public final class Guests {
  private Guests() {}

  private static Path target() {
    return Path.of(System.getProperty("target"));
  }

  /** Tells, in a file that appears whole, that it runs. */
  private static void say(String name, String text) throws Exception {
    Path part = Files.writeString(target().resolve("." + name), text);
    Files.move(part, target().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Says the pids of its worker, of its child and of that one's child, and stays for ever: it heeds
   * no interrupt, and they no signal. What begins with "quick" returns at once.
   */
  public static String stay(String name) throws Exception {
    if (name.startsWith("quick")) {
      return name;
    }
    Process child =
        new ProcessBuilder(
                "sh",
                "-c",
                "trap '' INT TERM HUP; sleep 600 & echo $!; while true; do sleep 600; done")
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    say(name, ProcessHandle.current().pid() + " " + child.pid() + " " + said.readLine());
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        continue;
      }
    }
  }
}
