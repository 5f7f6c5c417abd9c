package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Numbers;
import dev.parallelexec.jvm.ClassFiles;
import dev.parallelexec.plan.Problems;
import dev.parallelexec.task.Call;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the POM calls is looked up before anything is created. */
class CallCheckTest {
  private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();
  private static final String CLASS = Numbers.class.getName();

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.acme.Numbers::cube",
        "com.acme.Numbers::count",
        "com.acme.Numbers::twice",
        "com.acme.Numbers$Half",
        "com.acme.Numbers.Half",
        "java.lang.Math::abs",
        "java.util.ArrayList::size",
        "java.util.ArrayList::containsAll",
        "com.acme.Numbers::hashCode"
      })
  void whatCanBeCalledIsNoProblem(String function) throws Exception {
    assertThat(wrong("function", Call.function(function))).isEmpty();
  }

  @Test
  void aMisspelledNameIsToldWithTheNearest() throws Exception {
    assertThat(wrong("function", Call.function(CLASS + "::cub")))
        .containsExactly(
            "function: 'com.acme.Numbers::cub': the class has no method cub; did you mean"
                + " 'com.acme.Numbers::cube'?");
    assertThat(wrong("function", Call.function("com.acme.Nmbers::cube")))
        .containsExactly(
            "function: 'com.acme.Nmbers::cube': there is no such class in the class path's one"
                + " entry; did you mean 'com.acme.Numbers::cube'?");
    assertThat(wrong("initializer", Call.function("org.elsewhere.Numbers::cube")).get(0))
        .startsWith("initializer: 'org.elsewhere.Numbers::cube': ")
        .endsWith("did you mean 'com.acme.Numbers::cube'?");
    assertThat(wrong("function", Call.function("com.acme.Numbers.cube")).get(0))
        .endsWith("did you mean 'com.acme.Numbers::cube'?");
    assertThat(wrong("mainClass", Call.mainClass("com.acme.Program", List.of(0))).get(0))
        .endsWith("did you mean 'com.acme.Programs'?");
  }

  @Test
  void whatIsThereButCannotBeCalledIsToldWithItsReason() throws Exception {
    assertThat(wrong("function", Call.function(CLASS + "::secret")))
        .containsExactly(
            "function: 'com.acme.Numbers::secret': the method is private; make it public");
    assertThat(wrong("function", Call.function(CLASS + "::hidden")).get(0))
        .endsWith("the method is not public; make it public");
    assertThat(wrong("function", Call.function("com.acme.Numbers$Needy::get")).get(0))
        .endsWith(
            "the method is not static, and the class has no public constructor without parameters"
                + " to make an instance with");
    assertThat(wrong("function", Call.function("java.util.AbstractList::size")).get(0))
        .endsWith(
            "the method is not static, and the class is abstract: no instance of it can be made");
    assertThat(wrong("function", Call.function(CLASS)).get(0))
        .contains(
            "is no java.util.function.Function, Callable, Runnable or Supplier; name a method")
        .contains("com.acme.Numbers::");
    assertThat(wrong("mainClass", Call.mainClass(CLASS, List.of(0))))
        .containsExactly(
            "mainClass: 'com.acme.Numbers': the class has no public static void main(String[])");
  }

  @Test
  void aReducerTakesAList() throws Exception {
    assertThat(wrong("reducer", Call.function(CLASS + "::sum"))).isEmpty();
    assertThat(wrong("reducer", Call.function(CLASS + "::cube")))
        .containsExactly(
            "reducer: 'com.acme.Numbers::cube': no such method takes one java.util.List, the"
                + " results of all tasks");
  }

  @Test
  void classesThatAreNotCompiledYetAreHintedAt() throws Exception {
    Problems problems = new Problems();
    Path output = temp.resolve("classes");
    try (ClassFiles files = new ClassFiles(List.of(output))) {
      new CallCheck(files, output, problems).call("function", Call.function("a.B::c"));
    }
    assertThat(problems.sentences().get(0))
        .endsWith(output + " does not exist: are the project's classes compiled by then?");
  }

  @Test
  void whereThisSideCannotKnowItSaysNothing() throws Exception {
    Path jar = temp.resolve("names-others.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "other.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("nothing"));
    }
    assertThat(wrong(jar, Call.function("a.B::c"))).isEmpty();
    Path broken = Files.writeString(temp.resolve("broken.jar"), "no jar");
    assertThat(wrong(broken, Call.function("a.B::c"))).isEmpty();
    assertThat(wrong(temp.resolve("missing.jar"), Call.function("a.B::c"))).hasSize(1);
  }

  @Test
  void entriesThatDoNotExistAreNamed() throws Exception {
    Path jar = temp.resolve("missing.jar");
    assertThat(wrong(jar, Call.function("a.B::c")))
        .containsExactly(
            "function: 'a.B::c': there is no such class in the class path's one entry, of which "
                + jar
                + " does not exist");
    Problems problems = new Problems();
    Path other = temp.resolve("libs").resolve("*.jar");
    try (ClassFiles files = new ClassFiles(List.of(CLASSES, jar, other))) {
      new CallCheck(files, CLASSES, problems).call("function", Call.function("a.B::c"));
    }
    assertThat(problems.sentences().get(0))
        .endsWith("the class path's 3 entries, of which " + jar + ", " + other + " do not exist");
  }

  private static List<String> wrong(String parameter, Call call) throws Exception {
    Problems problems = new Problems();
    try (ClassFiles files = new ClassFiles(List.of(CLASSES))) {
      CallCheck check = new CallCheck(files, CLASSES, problems);
      if (parameter.equals("reducer")) {
        check.reducer(parameter, call);
      } else {
        check.call(parameter, call);
      }
    }
    return problems.sentences();
  }

  private static List<String> wrong(Path entry, Call call) throws Exception {
    Problems problems = new Problems();
    try (ClassFiles files = new ClassFiles(List.of(entry))) {
      new CallCheck(files, CLASSES, problems).call("function", call);
    }
    return problems.sentences();
  }
}
