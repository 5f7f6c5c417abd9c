package com.acme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.eventspy.AbstractEventSpy;
import org.apache.maven.execution.ExecutionEvent;

/** An extension of Maven's that ends its JVM, in mid-build, with exit code 7. */
@Named
@Singleton
public final class ExitSpy extends AbstractEventSpy {
  @Override
  public void onEvent(Object event) {
    if (event instanceof ExecutionEvent happened
        && happened.getType() == ExecutionEvent.Type.ProjectStarted) {
      Path sign = happened.getProject().getBasedir().toPath().resolve("target/exit");
      Thread thread =
          new Thread(
              () -> {
                while (!Files.exists(sign)) {
                  LockSupport.parkNanos(10_000_000);
                }
                System.exit(7);
              });
      thread.setDaemon(true);
      thread.start();
    }
  }
}
