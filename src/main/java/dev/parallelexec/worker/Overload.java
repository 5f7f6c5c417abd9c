package dev.parallelexec.worker;

import dev.parallelexec.task.Call;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;
import java.util.StringJoiner;

/** One method, and how strings become its parameters; all of it looked up once. */
final class Overload {
  final Method method;
  final boolean isStatic;

  /** Whether the last parameter is an array, which takes all arguments that remain. */
  final boolean takesRest;

  private final Conversion[] conversions;

  Overload(Method method) {
    this.method = method;
    isStatic = Modifier.isStatic(method.getModifiers());
    Class<?>[] types = method.getParameterTypes();
    takesRest = types.length > 0 && types[types.length - 1].isArray();
    Type[] generic = method.getGenericParameterTypes();
    conversions = new Conversion[types.length];
    for (int i = 0; i < types.length; i++) {
      conversions[i] = new Conversion(types[i], generic[i]);
    }
  }

  /** Whether it can be called with so many arguments. */
  boolean takes(int count) {
    return takesRest ? count >= conversions.length - 1 : count == conversions.length;
  }

  /** What it takes, for people. */
  String takes() {
    if (conversions.length == 0) {
      return "no arguments";
    }
    String text = toString();
    return Refusal.text(
        takesRest ? "at least " : "",
        count(conversions.length - (takesRest ? 1 : 0)),
        " ",
        text.substring(text.indexOf('(')));
  }

  static String count(int count) {
    return Refusal.text(count == 0 ? "no" : count, count == 1 ? " argument" : " arguments");
  }

  /** The parameters for as many arguments as it {@linkplain #takes takes}. */
  @Nullable
  Object[] convert(Call call, List<String> arguments) throws Refusal {
    @Nullable Object[] converted = new @Nullable Object[conversions.length];
    int fixed = takesRest ? conversions.length - 1 : conversions.length;
    int at = 0;
    try {
      for (; at < fixed; at++) {
        converted[at] = conversions[at].convert(arguments.get(at));
      }
      if (takesRest) {
        Conversion element = conversions[fixed].element();
        Object rest = element.array(arguments.size() - fixed);
        for (; at < arguments.size(); at++) {
          try {
            Array.set(rest, at - fixed, element.convert(arguments.get(at)));
          } catch (Refusal e) {
            String text = arguments.get(at);
            if (method.isVarArgs() || arguments.size() > fixed + 1 || !text.contains(",")) {
              throw e;
            }
            rest = conversions[fixed].convert(text);
          }
        }
        converted[fixed] = rest;
      }
      return converted;
    } catch (Refusal e) {
      throw new Refusal(
          e.getCause(),
          "argument ",
          at + 1,
          " of ",
          call.className(),
          "::",
          this,
          ": ",
          e.sentence());
    }
  }

  /** Calls it and throws what it throws. */
  @Nullable
  Object invoke(@Nullable Object instance, @Nullable Object[] parameters) throws Throwable {
    try {
      return method.invoke(instance, parameters);
    } catch (InvocationTargetException e) {
      throw thrown(e);
    }
  }

  /** What users' code threw, without its wrapping. */
  static Throwable thrown(InvocationTargetException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  /** The method as people write it. */
  @Override
  public String toString() {
    StringJoiner types = new StringJoiner(", ", method.getName().concat("("), ")");
    for (Class<?> type : method.getParameterTypes()) {
      types.add(type.getSimpleName());
    }
    String text = types.toString();
    return method.isVarArgs() ? text.substring(0, text.length() - 3).concat("...)") : text;
  }
}
