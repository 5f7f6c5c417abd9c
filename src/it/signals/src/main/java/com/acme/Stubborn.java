package com.acme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

public class Stubborn {
  /** Takes no notice of interrupts, as its child takes none of signals. */
  public static String run(String how) throws Exception {
    if (how.equals("quick")) {
      return how;
    }
    Process child =
        new ProcessBuilder("sh", "-c", "trap '' INT TERM HUP; while true; do sleep 600; done")
            .start();
    Files.writeString(Path.of("target", how), ProcessHandle.current().pid() + " " + child.pid());
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        continue;
      }
    }
  }
}
