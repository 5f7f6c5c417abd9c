package com.acme;

import java.io.File;

/** Runs Maven. */
public final class Builds {
  private Builds() {}

  /** The exit code. */
  public static int run(String maven, String repository, File pom) throws Exception {
    Process build =
        new ProcessBuilder(
                maven + "/bin/mvn",
                "-B",
                "-o",
                "-Dmaven.repo.local=" + repository,
                // What is there is there, whatever repository it came from: so in Maven 3, in Maven
                // 4.
                "-Dmaven.legacyLocalRepo=true",
                "-Daether.lrm.enhanced.trackingFilename=any",
                "-f",
                pom.getPath(),
                "process-classes")
            .redirectErrorStream(true)
            .start();
    build.getOutputStream().close();
    build.getInputStream().transferTo(System.out);
    return build.waitFor();
  }
}
