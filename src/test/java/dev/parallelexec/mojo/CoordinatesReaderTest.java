package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.plan.Problems;
import java.util.List;
import org.apache.maven.model.Dependency;
import org.junit.jupiter.api.Test;

class CoordinatesReaderTest {
  private final Problems problems = new Problems();

  private List<Dependency> read(WrittenElement... each) {
    return new CoordinatesReader(problems).read(new WrittenElement("ds", null, List.of(each)));
  }

  private static WrittenElement text(String name, String text) {
    return new WrittenElement(name, text, List.of());
  }

  @Test
  void textAndElementsMeanTheSame() {
    WrittenElement element =
        new WrittenElement(
            "additionalClasspathDependency",
            null,
            List.of(
                text("groupId", "g"),
                text("artifactId", "a"),
                text("version", "1"),
                text("classifier", "c")));
    assertThat(read(text("d", " g:a:1:c "), element))
        .extracting(Dependencies::coordinates)
        .containsExactly("g:a:1:c", "g:a:1:c");
    assertThat(problems.sentences()).isEmpty();
  }

  @Test
  void whatIsMissingOrUnknownIsTold() {
    WrittenElement element =
        new WrittenElement("d", null, List.of(text("groupId", "g"), text("artefactId", "a")));
    assertThat(read(text("d", "g:a"), element)).isEmpty();
    assertThat(problems.sentences())
        .containsExactly(
            "additionalClasspathDependencies: 'g:a' is not allowed; allowed:"
                + " groupId:artifactId:version[:classifier[:type]]",
            "additionalClasspathDependencies: unknown element <artefactId> (did you mean"
                + " <artifactId>?) within <d>; known: groupId, artifactId, version, type,"
                + " classifier, exclusions, scope, optional",
            "additionalClasspathDependencies: <d> has no <artifactId>",
            "additionalClasspathDependencies: <d> has no <version>");
  }
}
