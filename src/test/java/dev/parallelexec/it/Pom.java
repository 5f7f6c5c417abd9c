package dev.parallelexec.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes the POMs of test projects: of packaging {@code pom}, so that they need no other plugin;
 * what the tasks call is on this build's test class path.
 */
final class Pom {
  private final StringBuilder executions = new StringBuilder();
  private String more = "";

  /**
   * An execution.
   *
   * @param function of {@code com.acme.Guests}
   * @param items separated by spaces
   * @param elements further ones of its configuration
   */
  Pom execution(
      String goal, String id, String phase, String function, String items, String elements) {
    String listed =
        Arrays.stream(items.split(" "))
            .map(item -> "<item>" + item + "</item>")
            .collect(Collectors.joining());
    executions.append(
        """
        <execution><id>%s</id><phase>%s</phase><goals><goal>%s</goal></goals><configuration>
          <function>com.acme.Guests::%s</function><items>%s</items>%s
        </configuration></execution>
        """
            .formatted(id, phase, goal, function, listed, elements));
    return this;
  }

  /** Elements beside the build. */
  Pom with(String elements) {
    more += elements;
    return this;
  }

  /** Writes it; the directory. */
  Path write(Path directory) throws IOException {
    String plugin =
        """
        <plugin>
          <groupId>dev.parallelexec</groupId><artifactId>parallel-exec-maven-plugin</artifactId>
          <version>%s</version>
          <configuration>
            <workers>2</workers>
            <argLine>-XX:TieredStopAtLevel=1</argLine>
            <additionalClasspathElements><element>%s</element></additionalClasspathElements>
            <systemPropertyVariables><target>${project.basedir}/target</target></systemPropertyVariables>
          </configuration>
          <executions>%s</executions>
        </plugin>
        """
            .formatted(Mavens.property("it.version"), Mavens.property("it.classes"), executions);
    Files.createDirectories(directory.resolve("target"));
    Files.writeString(
        directory.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.acme.%s</groupId><artifactId>%s</artifactId><version>1</version>
          <packaging>pom</packaging>%s
          <build><plugins>%s</plugins></build>
        </project>
        """
            .formatted(
                // No other test's project: what took long in that one would run first here.
                Integer.toHexString(directory.hashCode()),
                directory.getFileName(),
                more,
                executions.isEmpty() ? "" : plugin));
    return directory;
  }
}
