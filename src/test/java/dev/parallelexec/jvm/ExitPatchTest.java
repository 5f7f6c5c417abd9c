package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitPatchTest {
  private static final String TOOL =
      """
      package tool;
      import java.util.function.*;
      public class Tool {
        public static void call() {
          try { if (System.nanoTime() != 0) System.exit(1); } finally { System.nanoTime(); }
        }
        public static void onRuntime() { Runtime.getRuntime().exit(2); }
        public static void reference() { IntConsumer c = System::exit; c.accept(3); }
        public static void bound() { IntConsumer c = Runtime.getRuntime()::exit; c.accept(4); }
        public static void unbound() {
          BiConsumer<Runtime, Integer> c = Runtime::exit; c.accept(Runtime.getRuntime(), 5);
        }
        public static void lambda() { Runnable r = () -> System.exit(6); r.run(); }
        public static void inner() { new Object() { void go() { System.exit(7); } }.go(); }
        public static String none() { return "fine"; }
      }
      """;

  @TempDir static Path exit;
  @TempDir static Path classes;
  @TempDir Path dir;

  @BeforeAll
  static void compile() throws IOException {
    Sources.exitStandIn(exit);
    Sources.compile(classes, "Tool", TOOL);
  }

  @ParameterizedTest
  @CsvSource({
    "call, exit 1",
    "onRuntime, runtime exit 2",
    "reference, exit 3",
    "bound, runtime exit 4",
    "unbound, runtime exit 5",
    "lambda, exit 6",
    "inner, exit 7"
  })
  void everyWayToExitEndsTheTaskOnly(String method, String message) throws Exception {
    Path jar = Sources.jar(dir.resolve("lib/tool.jar"), Sources.entries(classes));

    assertThatThrownBy(() -> call(patched(classes), method)).hasMessage(message);
    assertThatThrownBy(() -> call(patched(jar), method)).hasMessage(message);
  }

  @Test
  void aDirectoryGetsTheChangedClassesInFront() throws Exception {
    Path own = Sources.compile(dir.resolve("own"), "Tool", TOOL);
    Sources.compile(own, "Harmless", "package tool; public class Harmless {}");

    List<Path> patched = patched(own);

    assertThat(patched).hasSize(2).endsWith(own);
    assertThat(Sources.entries(patched.get(0)).keySet())
        .containsExactly("tool/Tool$1.class", "tool/Tool.class");
    assertThat(patched(own)).isEqualTo(patched);
  }

  @Test
  void aChangedDirectoryIsLookedAtAgain() throws Exception {
    Path own = Sources.compile(dir.resolve("own"), "Tool", "package tool; class Tool {}");
    assertThat(patched(own)).containsExactly(own);

    Sources.compile(own, "Tool", TOOL);

    assertThatThrownBy(() -> call(patched(own), "call")).hasMessage("exit 1");
  }

  @Test
  void aJarIsReplacedByAWholeCopy() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("z/first.txt", new byte[] {1});
    entries.put("META-INF/MANIFEST.MF", Sources.manifest("Implementation-Title: Tool"));
    entries.putAll(Sources.entries(classes));
    entries.put("empty/", new byte[0]);
    Path jar = Sources.jar(dir.resolve("lib/tool.jar"), entries);
    Path other = Sources.jar(dir.resolve("lib/other.jar"), Map.of("a.txt", new byte[0]));

    List<Path> patched = patched(other, jar);

    assertThat(patched).startsWith(other).hasSize(2);
    assertThat(patched.get(1)).isNotEqualTo(jar).hasFileName("tool.jar");
    try (JarFile copy = new JarFile(patched.get(1).toFile())) {
      assertThat(copy.stream().map(Object::toString))
          .containsExactly(
              "META-INF/MANIFEST.MF",
              "z/first.txt",
              "tool/Tool$1.class",
              "tool/Tool.class",
              "empty/");
      assertThat(copy.getManifest().getMainAttributes().getValue("Implementation-Title"))
          .isEqualTo("Tool");
    }
  }

  @Test
  void foldersForNewerJavaArePatchedToo() throws Exception {
    Path old = Sources.compile(dir.resolve("old"), "Tool", TOOL.replace("exit(1)", "gc()"));
    Map<String, byte[]> entries = new TreeMap<>(Sources.entries(old));
    entries.put("META-INF/MANIFEST.MF", Sources.manifest("Multi-Release: true"));
    Sources.entries(classes).forEach((name, of) -> entries.put("META-INF/versions/11/" + name, of));

    List<Path> patched = patched(Sources.jar(dir.resolve("lib/tool.jar"), entries));

    assertThatThrownBy(() -> call(patched, "call")).hasMessage("exit 1");
  }

  @Test
  void theCopyIsMadeOnceAndAgainWhereItIsCutShort() throws Exception {
    Path jar = Sources.jar(dir.resolve("lib/tool.jar"), Sources.entries(classes));
    Path copy = patched(jar).get(0);
    FileTime made = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(copy, made);

    assertThat(patched(jar)).containsExactly(copy);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(made);

    Files.write(copy, new byte[10]);
    assertThatThrownBy(() -> call(patched(jar), "call")).hasMessage("exit 1");
    Files.delete(copy);
    assertThatThrownBy(() -> call(patched(jar), "call")).hasMessage("exit 1");
  }

  @Test
  void whatCannotBeReadStaysAsItIs() throws Exception {
    byte[] future = Files.readAllBytes(classes.resolve("tool/Tool.class"));
    future[7] = (byte) 200;
    Path jar = Sources.jar(dir.resolve("lib/future.jar"), Map.of("tool/Tool.class", future));
    Path text = Files.writeString(dir.resolve("lib/text.jar"), "no jar");
    Path missing = dir.resolve("lib/missing.jar");
    List<String> notices = new ArrayList<>();

    List<Path> all = List.of(jar, text, missing);
    assertThat(ExitPatch.patched(all, dir.resolve("cache"), dir.resolve("run"), notices::add))
        .isEqualTo(all);
    assertThat(notices).isEmpty();
  }

  @Test
  void aCacheThatCannotBeWrittenIsToldAndBreaksNothing() throws Exception {
    Path jar = Sources.jar(dir.resolve("lib/tool.jar"), Sources.entries(classes));
    Path cache = Files.writeString(dir.resolve("cache"), "a file");
    List<String> notices = new ArrayList<>();

    assertThat(ExitPatch.patched(List.of(jar), cache, dir.resolve("run"), notices::add))
        .containsExactly(jar);
    assertThat(notices).singleElement().asString().contains("tool.jar").contains("System.exit");
  }

  private List<Path> patched(Path... classPath) {
    return ExitPatch.patched(List.of(classPath), dir.resolve("cache"), dir.resolve("run"));
  }

  private void call(List<Path> classPath, String method) throws Throwable {
    List<URL> urls = new ArrayList<>(List.of(exit.toUri().toURL()));
    for (Path path : classPath) {
      urls.add(path.toUri().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      loader.loadClass("tool.Tool").getMethod(method).invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
