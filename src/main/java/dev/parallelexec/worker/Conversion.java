package dev.parallelexec.worker;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a string becomes a value of one type. Texts are taken as they are: nothing is trimmed,
 * numbers are decimal, an enum's constant is its exact name. For an {@code Optional} the empty
 * string is the empty one; an array that is not the last parameter is separated by commas, and so
 * is one that is, unless it is varargs, where a single argument is none of its elements.
 */
final class Conversion {
  private static final String[] FACTORIES = {"valueOf", "of", "parse", "fromString"};

  private final Class<?> type;

  /** What an array or an optional is made of. */
  private final @Nullable Conversion element;

  private final @Nullable Executable factory;

  Conversion(Class<?> type, Type generic) {
    this.type = type;
    if (type.isArray()) {
      element = new Conversion(type.getComponentType(), type.getComponentType());
    } else if (type == Optional.class) {
      Type argument =
          generic instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : String.class;
      Type raw = argument instanceof ParameterizedType inner ? inner.getRawType() : argument;
      element = new Conversion(raw instanceof Class<?> c ? c : String.class, argument);
    } else {
      element = null;
    }
    boolean known = type.isPrimitive() || type.isArray() || type.isAssignableFrom(String.class);
    factory = known ? null : factory(type);
  }

  Conversion element() {
    return element == null ? this : element;
  }

  Object array(int length) {
    return Array.newInstance(type, length);
  }

  /**
   * The value.
   *
   * @throws Refusal naming the value and the type; what the user's own factory threw is its cause
   */
  Object convert(String text) throws Refusal {
    return switch (type.getName()) {
      case "java.lang.String" -> text;
      case "int", "java.lang.Integer" ->
          (Object) (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "long", "java.lang.Long" -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
      case "double", "java.lang.Double" -> fraction(text);
      case "boolean", "java.lang.Boolean" -> truth(text);
      case "short", "java.lang.Short" -> (short) whole(text, Short.MIN_VALUE, Short.MAX_VALUE);
      case "byte", "java.lang.Byte" -> (byte) whole(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case "float", "java.lang.Float" -> single(text);
      case "char", "java.lang.Character" -> character(text);
      default -> object(text);
    };
  }

  private Boolean truth(String text) throws Refusal {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return text.equalsIgnoreCase("true");
    }
    throw no(text, "; allowed: true, false");
  }

  private Character character(String text) throws Refusal {
    if (text.length() == 1) {
      return text.charAt(0);
    }
    throw no(text, ": it has " + text.length() + " characters");
  }

  private Object object(String text) throws Refusal {
    if (type.isAssignableFrom(String.class)) {
      return text;
    } else if (type.isEnum()) {
      return constant(text);
    } else if (type.isArray()) {
      return separated(text);
    }
    try {
      Object value = known(text);
      return value == null ? made(text) : value;
    } catch (IllegalArgumentException e) {
      throw no(text, reason(e), e);
    }
  }

  /** Types of the JDK whose factories are none of the usual ones, or mean something else. */
  private @Nullable Object known(String text) throws Refusal {
    return switch (type.getName()) {
      case "java.nio.file.Path" -> Path.of(text);
      case "java.nio.charset.Charset" -> Charset.forName(text);
      case "java.util.Locale" -> Locale.forLanguageTag(text.replace('_', '-'));
      case "java.util.Currency" -> Currency.getInstance(text);
      case "java.util.regex.Pattern" -> Pattern.compile(text);
      case "java.util.Optional" ->
          text.isEmpty() ? Optional.empty() : Optional.of(element().convert(text));
      case "java.util.OptionalInt" ->
          text.isEmpty()
              ? OptionalInt.empty()
              : OptionalInt.of((int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case "java.util.OptionalLong" ->
          text.isEmpty()
              ? OptionalLong.empty()
              : OptionalLong.of(whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
      case "java.util.OptionalDouble" ->
          text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(fraction(text));
      case "java.lang.Class" -> named(text);
      default -> null;
    };
  }

  private Class<?> named(String text) throws Refusal {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Class<?> found = Lookup.type(text, loader);
    if (found == null) {
      throw no(text, ": " + Suggestions.forClass(text, loader));
    }
    return found;
  }

  /** By the type's own factory or constructor. */
  private Object made(String text) throws Refusal {
    if (factory == null) {
      throw no(
          text,
          ": the type has no public static valueOf, of, parse or fromString, and no public"
              + " constructor, that takes one String");
    }
    Object value;
    try {
      value =
          factory instanceof Method method
              ? method.invoke(null, text)
              : ((Constructor<?>) factory).newInstance(text);
    } catch (InvocationTargetException e) {
      Throwable thrown = Overload.thrown(e);
      if (thrown instanceof VirtualMachineError error) {
        throw error;
      } else if (thrown instanceof ExitError exit) {
        throw exit;
      }
      throw no(text, reason(thrown), thrown);
    } catch (ReflectiveOperationException e) {
      throw no(text, reason(e), e);
    }
    if (value == null) {
      throw no(text, ": " + factory.getName() + " returned null");
    }
    return value;
  }

  private static @Nullable Executable factory(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers())) {
      return null;
    }
    for (String name : FACTORIES) {
      for (Class<?> from : new Class<?>[] {String.class, CharSequence.class}) {
        try {
          Method method = type.getMethod(name, from);
          if (Modifier.isStatic(method.getModifiers())
              && type.isAssignableFrom(method.getReturnType())) {
            return method;
          }
        } catch (NoSuchMethodException e) {
          // The next one.
        }
      }
    }
    try {
      return Modifier.isAbstract(type.getModifiers()) ? null : type.getConstructor(String.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private Object constant(String text) throws Refusal {
    StringBuilder names = new StringBuilder();
    Suggestions near = new Suggestions(text);
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      if (name.equals(text)) {
        return constant;
      }
      names.append(names.length() == 0 ? "; allowed: " : ", ").append(name);
      near.offer(name);
    }
    throw no(text, names + near.question());
  }

  private Object separated(String text) throws Refusal {
    String[] parts = text.isEmpty() ? new String[0] : text.split(",", -1);
    Object array = element().array(parts.length);
    for (int i = 0; i < parts.length; i++) {
      Array.set(array, i, element().convert(parts[i].trim()));
    }
    return array;
  }

  private long whole(String text, long least, long most) throws Refusal {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      bigEnough(text);
    }
    throw no(text, ": it is out of range, " + least + " to " + most);
  }

  private void bigEnough(String text) throws Refusal {
    try {
      // A value past the range of a long is a number all the same, and told so.
      new BigInteger(text);
    } catch (NumberFormatException e) {
      throw no(text, "");
    }
  }

  private double fraction(String text) throws Refusal {
    try {
      return finite(text, Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw no(text, "");
    }
  }

  private float single(String text) throws Refusal {
    fraction(text);
    return (float) finite(text, Float.parseFloat(text));
  }

  private double finite(String text, double value) throws Refusal {
    if (Double.isInfinite(value) && !text.endsWith("Infinity")) {
      throw no(text, ": it is out of range");
    }
    return value;
  }

  private Refusal no(String text, String reason) {
    return no(text, reason, null);
  }

  private Refusal no(String text, String reason, @Nullable Throwable cause) {
    return new Refusal(quoted(text) + " is no " + type.getTypeName() + reason, cause);
  }

  private static String reason(Throwable thrown) {
    String message = Failures.message(thrown);
    String type = thrown.getClass().getName();
    return message.isEmpty() ? ": " + type : ": " + type + ": " + message;
  }

  /** A value between quotes, cut where it is long. */
  static String quoted(String text) {
    return '"' + (text.length() > 200 ? text.substring(0, 200) + "…" : text) + '"';
  }
}
