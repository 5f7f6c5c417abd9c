package dev.parallelexec.mojo;

import dev.parallelexec.plan.Problems;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Exclusion;
import org.jspecify.annotations.Nullable;

/** Reads {@code additionalClasspathDependencies}, in Surefire's form or as text. */
final class CoordinatesReader {
  private static final String PARAMETER = "additionalClasspathDependencies";
  private static final List<String> CHILDREN =
      List.of(
          "groupId",
          "artifactId",
          "version",
          "type",
          "classifier",
          "exclusions",
          "scope",
          "optional");

  private final Problems problems;

  CoordinatesReader(Problems problems) {
    this.problems = problems;
  }

  List<Dependency> read(WrittenElement dependencies) {
    List<Dependency> read = new ArrayList<>();
    for (WrittenElement each : dependencies.children()) {
      Dependency dependency = each.children().isEmpty() ? text(each) : element(each);
      if (dependency != null) {
        read.add(dependency);
      }
    }
    String text = dependencies.text();
    if (dependencies.children().isEmpty() && text != null) {
      problems.add(
          PARAMETER,
          text,
          "<additionalClasspathDependency> elements, each with groupId, artifactId and version");
    }
    return read;
  }

  private @Nullable Dependency text(WrittenElement element) {
    String text = element.text();
    String[] parts = text == null ? new String[0] : text.split(":", -1);
    boolean blank = false;
    for (String part : parts) {
      blank |= part.isBlank();
    }
    if (parts.length < 3 || parts.length > 5 || blank) {
      problems.add(
          PARAMETER, text == null ? "" : text, "groupId:artifactId:version[:classifier[:type]]");
      return null;
    }
    Dependency dependency = new Dependency();
    dependency.setGroupId(parts[0].trim());
    dependency.setArtifactId(parts[1].trim());
    dependency.setVersion(parts[2].trim());
    if (parts.length > 3) {
      dependency.setClassifier(parts[3].trim());
    }
    if (parts.length > 4) {
      dependency.setType(parts[4].trim());
    }
    return dependency;
  }

  private @Nullable Dependency element(WrittenElement element) {
    Children.check(problems, PARAMETER, element, CHILDREN);
    Dependency dependency = new Dependency();
    dependency.setGroupId(needed(element, "groupId"));
    dependency.setArtifactId(needed(element, "artifactId"));
    dependency.setVersion(needed(element, "version"));
    dependency.setClassifier(element.text("classifier"));
    String type = element.text("type");
    if (type != null) {
      dependency.setType(type);
    }
    WrittenElement exclusions = element.child("exclusions");
    if (exclusions != null) {
      exclusions.children().forEach(each -> dependency.addExclusion(exclusion(each)));
    }
    boolean whole =
        dependency.getGroupId() != null
            && dependency.getArtifactId() != null
            && dependency.getVersion() != null;
    return whole ? dependency : null;
  }

  private Exclusion exclusion(WrittenElement element) {
    Children.check(problems, PARAMETER + " exclusion", element, List.of("groupId", "artifactId"));
    Exclusion exclusion = new Exclusion();
    exclusion.setGroupId(orAny(element.text("groupId")));
    exclusion.setArtifactId(orAny(element.text("artifactId")));
    return exclusion;
  }

  private static String orAny(@Nullable String text) {
    return text == null ? "*" : text;
  }

  private @Nullable String needed(WrittenElement element, String child) {
    String text = element.text(child);
    if (text == null) {
      problems.add(PARAMETER + ": <" + element.name() + "> has no <" + child + ">");
    }
    return text;
  }
}
