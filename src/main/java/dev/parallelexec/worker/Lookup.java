package dev.parallelexec.worker;

import dev.parallelexec.task.Call;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds what a call names, without running any of the user's code. Maven's side has looked before,
 * as far as class files tell, and knows the nearest names; what fails here has to be told in short.
 */
final class Lookup {
  static final String NO_CLASS = "there is no such class in the class path";

  private final Call call;

  private Lookup(Call call) {
    this.call = call;
  }

  /**
   * What a call names.
   *
   * @throws Refusal with what was looked for
   */
  static Callee find(Call call, ClassLoader loader) throws Refusal {
    Lookup lookup = new Lookup(call);
    try {
      Class<?> type = type(call.className(), loader);
      if (type == null) {
        throw new Refusal(lookup.label(), NO_CLASS);
      }
      return call.kind() == Call.Kind.MAIN_CLASS ? lookup.main(type) : lookup.function(type);
    } catch (LinkageError e) {
      String hint = e instanceof NoClassDefFoundError ? " (is a dependency missing?)" : "";
      throw new Refusal(e, lookup.label(), "the class cannot be loaded: ", e, hint);
    }
  }

  /** A class by its binary name, or with dots between nested classes; null where there is none. */
  static @Nullable Class<?> type(String name, ClassLoader loader) {
    String binary = name;
    while (true) {
      try {
        return Class.forName(binary, false, loader);
      } catch (ClassNotFoundException e) {
        int dot = binary.lastIndexOf('.');
        if (dot < 0) {
          return null;
        }
        binary = Refusal.text(binary.substring(0, dot), '$', binary.substring(dot + 1));
      }
    }
  }

  private String label() {
    return Refusal.text(
        call.kind() == Call.Kind.MAIN_CLASS ? "main class " : "function ", call.text(), ": ");
  }

  private Callee main(Class<?> type) throws Refusal {
    try {
      Method main = type.getMethod("main", String[].class);
      if (Modifier.isStatic(main.getModifiers()) && main.getReturnType() == void.class) {
        // The JVM's own launcher starts the main of a class that is not public, too.
        main.setAccessible(true);
        return new Callee(call, type, List.of(new Overload(main)));
      }
    } catch (NoSuchMethodException e) {
      // Told below, like a main that is not as it should be.
    }
    throw new Refusal(label(), "the class has no public static void main(String[])");
  }

  private Callee function(Class<?> type) throws Refusal {
    String name = call.method().isEmpty() ? single(type) : call.method();
    boolean instances = instances(type);
    if (!Modifier.isPublic(type.getModifiers())) {
      throw new Refusal(label(), type, " is not public");
    }
    List<Overload> found = new ArrayList<>();
    boolean needsInstance = false;
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && !overridden(method, type)) {
        Overload overload = new Overload(method);
        needsInstance |= !overload.isStatic;
        if (overload.isStatic || instances) {
          found.add(overload);
        }
      }
    }
    if (found.isEmpty()) {
      throw new Refusal(
          label(),
          needsInstance
              ? "the class has no public constructor without parameters"
              : "the class has no public method ".concat(name));
    }
    return new Callee(call, type, found);
  }

  /** The method of a functional interface. */
  private String single(Class<?> type) throws Refusal {
    if (Function.class.isAssignableFrom(type)) {
      return "apply";
    } else if (Callable.class.isAssignableFrom(type)) {
      return "call";
    } else if (Runnable.class.isAssignableFrom(type)) {
      return "run";
    } else if (Supplier.class.isAssignableFrom(type)) {
      return "get";
    }
    throw new Refusal(
        label(), "the class is no Function, Callable, Runnable or Supplier; name a method");
  }

  /** Whether a method only leads to another one, or cannot be called where it is declared. */
  private static boolean overridden(Method method, Class<?> type) {
    for (Method other : type.getMethods()) {
      boolean twin =
          !other.equals(method)
              && other.getName().equals(method.getName())
              && other.getParameterCount() == method.getParameterCount();
      if (twin && method.isBridge() && !other.isBridge() && open(other)) {
        return true;
      }
      if (twin
          && Arrays.equals(other.getParameterTypes(), method.getParameterTypes())
          && other.getReturnType() != method.getReturnType()
          && method.getReturnType().isAssignableFrom(other.getReturnType())) {
        return true;
      }
    }
    return !open(method);
  }

  private static boolean open(Method method) {
    return Modifier.isPublic(method.getDeclaringClass().getModifiers());
  }

  private static boolean instances(Class<?> type) {
    for (Constructor<?> constructor : type.getConstructors()) {
      if (constructor.getParameterCount() == 0) {
        return !Modifier.isAbstract(type.getModifiers());
      }
    }
    return false;
  }
}
