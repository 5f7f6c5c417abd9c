package com.acme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;

/** Tasks that share what their JVM has. */
public final class Together {
  private static final Set<String> HERE = new ConcurrentSkipListSet<>();
  private static final CountDownLatch ALL = new CountDownLatch(4);

  private Together() {}

  /** Ends when four have met in this JVM; who met. */
  public static String meet(String name) throws InterruptedException {
    System.out.print("name: ");
    HERE.add(name);
    ALL.countDown();
    ALL.await();
    System.out.println(name);
    return String.join("", new TreeSet<>(HERE));
  }

  /** Takes the JVM along when all three are there; who is tried again does not wait for others. */
  public static String fragile(String name) throws Exception {
    Path met = Files.createDirectories(Path.of("target", "met"));
    boolean again = Files.exists(met.resolve(name));
    Files.writeString(met.resolve(name), "");
    while (!again && met.toFile().list().length < 3) {
      Thread.onSpinWait();
    }
    if (name.equals("bad")) {
      System.out.println("last words");
      Runtime.getRuntime().halt(7);
    }
    if (!again) {
      new CountDownLatch(1).await();
    }
    return name;
  }
}
