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
import java.util.regex.Pattern;

/**
 * How a string becomes a value of one type. Texts are taken as they are: nothing is trimmed,
 * numbers are decimal, an enum's constant is its exact name. For an {@code Optional} the empty
 * string is the empty one; an array that is not the last parameter is separated by commas, and so
 * is one that is, unless it is varargs, where a single argument is none of its elements.
 */
final class Conversion {
  private static final String[] FACTORIES = {"valueOf", "of", "parse", "fromString"};

  private final Class<?> type;

  /** What a primitive type is wrapped in, else the type itself. */
  private final Class<?> boxed;

  /** What an array or an optional is made of. */
  private final @Nullable Conversion element;

  /** The type in a sentence. */
  private String name;

  /** Looked up when it is first needed. */
  private @Nullable Executable factory;

  Conversion(Class<?> type, Type generic) {
    this.type = type;
    name = type.getTypeName();
    boxed = type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0).getClass() : type;
    if (type.isArray()) {
      element = new Conversion(type.getComponentType(), type.getComponentType());
    } else if (type == Optional.class) {
      Type argument =
          generic instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : String.class;
      Type raw = argument instanceof ParameterizedType inner ? inner.getRawType() : argument;
      element = new Conversion(raw instanceof Class<?> c ? c : String.class, argument);
    } else if (name.startsWith("java.util.Optional")) {
      Class<?> primitive = optionalOf().getParameterTypes()[0];
      element = new Conversion(primitive, primitive);
      element.name = name;
    } else {
      element = null;
    }
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
    if (type.isAssignableFrom(String.class)) {
      return text;
    } else if (type.isEnum()) {
      return constant(text);
    } else if (type.isArray()) {
      return separated(text);
    }
    try {
      Object value = known(text);
      if (value == null) {
        value = element == null ? made(text) : optional(text, element);
      }
      boolean infinite =
          value instanceof Double wide
              ? wide.isInfinite()
              : value instanceof Float narrow && narrow.isInfinite();
      if (infinite && !text.endsWith("Infinity")) {
        throw no(null, text, ": it is out of range");
      }
      return value;
    } catch (InvocationTargetException e) {
      throw failed(text, Overload.thrown(e));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw failed(text, e);
    }
  }

  /** Types whose factories are none of the usual ones, mean something else, or are often needed. */
  private @Nullable Object known(String text) throws Refusal {
    if (boxed == Integer.class) {
      return Integer.valueOf(text);
    } else if (boxed == Long.class) {
      return Long.valueOf(text);
    } else if (boxed == Boolean.class
        && !text.equalsIgnoreCase("true")
        && !text.equalsIgnoreCase("false")) {
      throw no(null, text, "; allowed: true, false");
    } else if (boxed == Character.class) {
      if (text.length() == 1) {
        return text.charAt(0);
      }
      throw no(null, text, ": it has ", text.length(), " characters");
    } else if (boxed == Path.class) {
      return Path.of(text);
    } else if (boxed == Charset.class) {
      return Charset.forName(text);
    } else if (boxed == Locale.class) {
      return Locale.forLanguageTag(text.replace('_', '-'));
    } else if (boxed == Currency.class) {
      return Currency.getInstance(text);
    } else if (boxed == Pattern.class) {
      return Pattern.compile(text);
    }
    return boxed == Class.class ? named(text) : null;
  }

  private Class<?> named(String text) throws Refusal {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Class<?> found = Lookup.type(text, loader);
    if (found == null) {
      throw no(null, text, ": ", Lookup.NO_CLASS);
    }
    return found;
  }

  private Object optional(String text, Conversion of) throws ReflectiveOperationException, Refusal {
    return text.isEmpty()
        ? type.getMethod("empty").invoke(null)
        : optionalOf().invoke(null, of.convert(text));
  }

  private Method optionalOf() {
    for (Method method : type.getMethods()) {
      if (method.getName().equals("of")) {
        return method;
      }
    }
    throw new IllegalStateException(name);
  }

  /** By the type's own factory or constructor. */
  private Object made(String text) throws ReflectiveOperationException, Refusal {
    if (factory == null) {
      factory = factory(boxed);
    }
    if (factory == null) {
      throw no(
          null,
          text,
          ": the type has no public static valueOf, of, parse or fromString, and no public"
              + " constructor, that takes one String");
    }
    Object value =
        factory instanceof Method method
            ? method.invoke(null, text)
            : ((Constructor<?>) factory).newInstance(text);
    if (value == null) {
      throw no(null, text, ": ", factory.getName(), " returned null");
    }
    return value;
  }

  private static @Nullable Executable factory(Class<?> type) {
    int modifiers = type.getModifiers();
    if (!Modifier.isPublic(modifiers)) {
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
      return Modifier.isAbstract(modifiers) ? null : type.getConstructor(String.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private Object constant(String text) throws Refusal {
    StringBuilder names = new StringBuilder();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      if (name.equals(text)) {
        return constant;
      }
      names.append(names.length() == 0 ? "; allowed: " : ", ").append(name);
    }
    throw no(null, text, names);
  }

  private Object separated(String text) throws Refusal {
    String[] parts = text.isEmpty() ? new String[0] : text.split(",", -1);
    Object array = element().array(parts.length);
    for (int i = 0; i < parts.length; i++) {
      Array.set(array, i, element().convert(parts[i].trim()));
    }
    return array;
  }

  private Refusal failed(String text, Throwable thrown) {
    if (thrown instanceof VirtualMachineError || thrown instanceof ExitError) {
      throw (Error) thrown;
    } else if (thrown instanceof NumberFormatException && boxed.getName().startsWith("java.lang")) {
      return noNumber(text);
    }
    return no(thrown, text, ": ", Failures.named(thrown));
  }

  /** A whole number past its type's range is a number all the same, and told so. */
  private Refusal noNumber(String text) {
    if (boxed != Double.class && boxed != Float.class) {
      try {
        new BigInteger(text);
        Object least = boxed.getField("MIN_VALUE").get(null);
        Object most = boxed.getField("MAX_VALUE").get(null);
        return no(null, text, ": it is out of range, ", least, " to ", most);
      } catch (NumberFormatException | ReflectiveOperationException e) {
        // Then it is no number at all.
      }
    }
    return no(null, text);
  }

  private Refusal no(@Nullable Throwable cause, String text, Object... reason) {
    return new Refusal(cause, quoted(text), " is no ", name, Refusal.text(reason));
  }

  /** A value between quotes, cut where it is long. */
  static String quoted(String text) {
    return Refusal.text('"', text.length() > 200 ? text.substring(0, 200).concat("…") : text, '"');
  }
}
