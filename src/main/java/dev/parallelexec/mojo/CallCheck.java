package dev.parallelexec.mojo;

import dev.parallelexec.jvm.ClassFile;
import dev.parallelexec.jvm.ClassFiles;
import dev.parallelexec.plan.Nearest;
import dev.parallelexec.plan.Problems;
import dev.parallelexec.task.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks, before anything is created, whether what the POM calls is there. It reads class files; a
 * worker, which loads the classes, has the last word, so where this side cannot know (a jar that
 * cannot be read, a class that is missing above another) it says nothing.
 */
final class CallCheck {
  private static final List<String> FUNCTIONAL =
      List.of(
          "java.util.function.Function",
          "java.util.concurrent.Callable",
          "java.lang.Runnable",
          "java.util.function.Supplier");

  /** What a reducer's parameter may be, so that a list fits. */
  private static final Set<String> LISTS =
      Set.of(
          "java.util.List",
          "java.util.Collection",
          "java.util.SequencedCollection",
          "java.lang.Iterable",
          "java.lang.Object");

  private static final int MOST_NAMES = 12;
  private static final int MOST_PATHS = 5;

  private final ClassFiles files;
  private final Path output;
  private final Problems problems;

  /**
   * Checks against a class path.
   *
   * @param output where the project's own classes are, or will be
   */
  CallCheck(ClassFiles files, Path output, Problems problems) {
    this.files = files;
    this.output = output;
    this.problems = problems;
  }

  /** A function or a main class, of tasks or of {@code initializer} and {@code itemsFunction}. */
  void call(String parameter, @Nullable Call call) {
    if (call == null || call.className().isEmpty()) {
      return; // left out, or a problem already
    }
    ClassFile type = files.find(call.className()).orElse(null);
    String wrong;
    if (type == null) {
      wrong = noClass(call);
    } else if (call.kind() == Call.Kind.MAIN_CLASS) {
      wrong = main(type);
    } else {
      wrong = function(type, call);
    }
    tell(parameter, call, wrong);
  }

  /** A function that is called with the list of results. */
  void reducer(String parameter, @Nullable Call call) {
    int before = problems.size();
    call(parameter, call);
    ClassFile type = call == null ? null : files.find(call.className()).orElse(null);
    if (call == null || type == null || call.method().isEmpty() || problems.size() > before) {
      return;
    }
    boolean takesList =
        type.methods().stream()
            .filter(m -> m.name().equals(call.method()) && m.isPublic())
            .anyMatch(m -> m.onlyParameter().filter(LISTS::contains).isPresent());
    tell(
        parameter,
        call,
        takesList ? "" : "no such method takes one java.util.List, the results of all tasks");
  }

  private void tell(String parameter, Call call, String wrong) {
    if (!wrong.isEmpty() && files.isComplete()) {
      problems.add(parameter + ": '" + call.text() + "': " + wrong);
    }
  }

  private String noClass(Call call) {
    int count = files.entries();
    String place =
        count == 1 ? "the class path's one entry" : "the class path's " + count + " entries";
    String hint =
        Files.isDirectory(output)
            ? ""
            : "; " + output + " does not exist: are the project's classes compiled by then?";
    return "there is no such class in " + place + missing() + meant(nearestClass(call)) + hint;
  }

  /** The entries that are not there, but for the project's own, of which the hint tells. */
  private String missing() {
    List<String> missing =
        files.missing().stream().filter(p -> !p.equals(output)).map(Path::toString).toList();
    boolean many = missing.size() > MOST_PATHS;
    return missing.isEmpty()
        ? ""
        : ", of which "
            + String.join(", ", many ? missing.subList(0, MOST_PATHS) : missing)
            + (many ? ", …" : "")
            + (missing.size() == 1 ? " does not exist" : " do not exist");
  }

  private @Nullable String nearestClass(Call call) {
    String name = call.className();
    int dot = name.lastIndexOf('.');
    ClassFile owner = dot < 0 ? null : files.find(name.substring(0, dot)).orElse(null);
    if (owner != null && call.method().isEmpty()) {
      // A dot where the two colons belong.
      return owner.name() + "::" + name.substring(dot + 1);
    }
    List<String> names = new ArrayList<>(files.names());
    String best =
        names.stream().filter(other -> simple(other).equals(simple(name))).findFirst().orElse(null);
    if (best == null) {
      best = Nearest.to(name, names);
    }
    String method = call.method().isEmpty() ? "" : "::" + call.method();
    return best == null ? null : best + method;
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private static String main(ClassFile type) {
    for (ClassFile.Method method : type.methods()) {
      if (method.name().equals("main")
          && method.descriptor().equals("([Ljava/lang/String;)V")
          && method.isPublic()
          && method.isStatic()) {
        return "";
      }
    }
    return "the class has no public static void main(String[])";
  }

  private static String function(ClassFile type, Call call) {
    if (!type.isPublic()) {
      return "the class is not public";
    }
    if (call.method().isEmpty()) {
      return functional(type);
    }
    ClassFile.Method named = null;
    ClassFile.Method open = null;
    for (ClassFile.Method method : type.methods()) {
      if (method.name().equals(call.method())) {
        if (method.isPublic() && method.isStatic()) {
          return "";
        }
        named = named == null ? method : named;
        open = open == null && method.isPublic() ? method : open;
      }
    }
    if (named == null) {
      return noMethod(type, call);
    }
    if (open == null) {
      return "the method is " + (named.isPrivate() ? "private" : "not public") + "; make it public";
    }
    return instance(type, "the method is not static, and the class");
  }

  private static String functional(ClassFile type) {
    if (FUNCTIONAL.stream().anyMatch(type::isA)) {
      return instance(type, "the class");
    }
    String example =
        type.methods().stream()
            .filter(ClassFile.Method::isPublic)
            .map(ClassFile.Method::name)
            .filter(name -> !name.equals("main"))
            .findFirst()
            .orElse("method");
    return "the class is no java.util.function.Function, Callable, Runnable or Supplier; name a"
        + " method, as in "
        + type.name()
        + "::"
        + example;
  }

  private static String instance(ClassFile type, String what) {
    if (type.isAbstract()) {
      return what + " is abstract: no instance of it can be made";
    }
    return type.hasPlainConstructor()
        ? ""
        : what + " has no public constructor without parameters to make an instance with";
  }

  private static String noMethod(ClassFile type, Call call) {
    Set<String> names = new TreeSet<>();
    for (ClassFile.Method method : type.methods()) {
      if (method.isPublic()) {
        names.add(method.name());
      }
    }
    List.of(Object.class.getMethods()).forEach(method -> names.remove(method.getName()));
    String near = Nearest.to(call.method(), List.copyOf(names));
    boolean listed = near == null && !names.isEmpty() && names.size() <= MOST_NAMES;
    return "the class has no method "
        + call.method()
        + meant(near == null ? null : type.name() + "::" + near)
        + (listed ? "; its public methods are " + String.join(", ", names) : "");
  }

  private static String meant(@Nullable String name) {
    return name == null ? "" : "; did you mean '" + name + "'?";
  }
}
