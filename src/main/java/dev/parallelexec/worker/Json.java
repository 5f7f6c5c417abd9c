package dev.parallelexec.worker;

import dev.parallelexec.wire.FrameReader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.BaseStream;

/**
 * Writes results as JSON. What has no form of its own there is written as its {@code toString()}.
 * For one thread; may be used again.
 */
final class Json {
  /** How deep arrays and objects may lie in each other. */
  static final int DEEPEST = 256;

  private static final String CANNOT = "the result cannot be written as JSON at ";
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();

  /** The arrays and objects that are being written, and where in each. */
  private final @Nullable Object[] open = new Object[DEEPEST];

  private final @Nullable Object[] keys = new Object[DEEPEST];
  private final int[] indexes = new int[DEEPEST];
  private final IdentityHashMap<Class<?>, Method[]> records = new IdentityHashMap<>();
  private int depth;

  /**
   * The text of a value.
   *
   * @throws Refusal with the path to what cannot be written, and what its method threw as the cause
   */
  String of(@Nullable Object value) throws Refusal {
    if (value == null) {
      return "null";
    } else if (value instanceof Integer || value instanceof Boolean || value instanceof Long) {
      return value.toString();
    }
    out.setLength(0);
    depth = 0;
    try {
      value(value);
      return out.toString();
    } catch (VirtualMachineError | ExitError e) {
      if (e instanceof StackOverflowError) {
        throw no(e, "a method of it never ends");
      }
      throw e;
    } catch (Refusal e) {
      throw e;
    } catch (Throwable e) {
      throw no(e, "it threw ", Failures.named(e));
    } finally {
      for (int i = 0; i < DEEPEST && open[i] != null; i++) {
        open[i] = null;
        keys[i] = null;
      }
      if (out.capacity() > 1 << 20) {
        out.setLength(0);
        out.trimToSize();
      }
    }
  }

  private void value(@Nullable Object value) throws Throwable {
    if (value == null) {
      out.append("null");
    } else if (value instanceof String text) {
      string(text);
    } else if (value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Enum<?> constant) {
      string(constant.name());
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value.getClass().isArray()) {
      array(value);
    } else if (value instanceof Path || value instanceof Throwable) {
      // Both may be iterable, and neither is meant so.
      string(value.toString());
    } else if (value instanceof Iterable<?> iterable) {
      elements(value, iterable.iterator());
    } else if (value instanceof Iterator<?> iterator) {
      elements(value, iterator);
    } else if (value instanceof BaseStream<?, ?> stream) {
      try (stream) {
        elements(value, stream.iterator());
      }
    } else if (value instanceof Record) {
      record(value);
    } else {
      optional(value);
    }
  }

  private void optional(Object value) throws Throwable {
    if (value instanceof Optional<?> optional) {
      value(optional.orElse(null));
    } else if (value instanceof OptionalInt optional) {
      value(optional.isPresent() ? optional.getAsInt() : null);
    } else if (value instanceof OptionalLong optional) {
      value(optional.isPresent() ? optional.getAsLong() : null);
    } else if (value instanceof OptionalDouble optional) {
      value(optional.isPresent() ? optional.getAsDouble() : null);
    } else {
      string(value.toString());
    }
  }

  private void number(Number number) {
    if (number instanceof Double || number instanceof Float) {
      boolean finite = Double.isFinite(number.doubleValue());
      out.append(finite ? "" : "\"").append(number).append(finite ? "" : "\"");
    } else if (number instanceof BigDecimal decimal) {
      // Plain, unless its zeros alone would be longer than any reader wants.
      out.append(
          Math.abs((long) decimal.scale()) > 1000 ? decimal.toString() : decimal.toPlainString());
    } else if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte
        || number instanceof BigInteger
        || number instanceof AtomicInteger
        || number instanceof AtomicLong) {
      out.append(number);
    } else {
      string(number.toString());
    }
  }

  private void enter(Object value, char bracket) throws Refusal {
    for (int i = 0; i < depth; i++) {
      if (open[i] == value) {
        String self = path();
        depth = i;
        throw new Refusal(
            CANNOT, self, ": it is ", path(), " again, a cycle of ", value.getClass().getName());
      }
    }
    if (depth == DEEPEST) {
      throw no(null, "it lies deeper than ", DEEPEST, " levels");
    }
    open[depth] = value;
    keys[depth] = null;
    indexes[depth] = -1;
    depth++;
    out.append(bracket);
  }

  /** Before each element or member. */
  private void next(@Nullable String key) throws Refusal {
    int at = depth - 1;
    if (++indexes[at] > 0) {
      out.append(',');
    }
    if (out.length() > FrameReader.LONGEST) {
      throw no(
          null,
          "it makes the text longer than ",
          FrameReader.LONGEST >> 20,
          " MB; write it to a file and return the path");
    }
    if (key != null) {
      keys[at] = key;
      string(key);
      out.append(':');
    }
  }

  private void leave(char bracket) {
    depth--;
    open[depth] = null;
    keys[depth] = null;
    out.append(bracket);
  }

  private void elements(Object whole, Iterator<?> elements) throws Throwable {
    enter(whole, '[');
    while (elements.hasNext()) {
      next(null);
      value(elements.next());
    }
    leave(']');
  }

  private void array(Object array) throws Throwable {
    enter(array, '[');
    int length = Array.getLength(array);
    for (int i = 0; i < length; i++) {
      next(null);
      value(Array.get(array, i));
    }
    leave(']');
  }

  private void map(Map<?, ?> map) throws Throwable {
    enter(map, '{');
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      next(key instanceof Enum<?> constant ? constant.name() : String.valueOf(key));
      value(entry.getValue());
    }
    leave('}');
  }

  private void record(Object value) throws Throwable {
    Method[] accessors = records.get(value.getClass());
    if (accessors == null) {
      RecordComponent[] components = value.getClass().getRecordComponents();
      accessors = new Method[components.length];
      for (int i = 0; i < accessors.length; i++) {
        accessors[i] = components[i].getAccessor();
        if (!accessors[i].trySetAccessible()) {
          string(value.toString());
          return;
        }
      }
      records.put(value.getClass(), accessors);
    }
    enter(value, '{');
    for (Method accessor : accessors) {
      next(accessor.getName());
      try {
        value(accessor.invoke(value));
      } catch (InvocationTargetException e) {
        throw Overload.thrown(e);
      }
    }
    leave('}');
  }

  private void string(@Nullable String text) {
    if (text == null) {
      out.append("null");
      return;
    }
    out.append('"');
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < ' ' || (Character.isSurrogate(c) && lone(text, i))) {
        out.append("\\u").append(HEX.charAt(c >> 12)).append(HEX.charAt(c >> 8 & 15));
        out.append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** A surrogate without its other half is no character, and has no bytes in UTF-8. */
  private static boolean lone(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }

  private Refusal no(@Nullable Throwable cause, Object... why) {
    return new Refusal(cause, CANNOT, path(), ": ", Refusal.text(why));
  }

  private String path() {
    StringBuilder path = new StringBuilder("$");
    for (int i = 0; i < depth; i++) {
      if (keys[i] != null) {
        path.append('.').append(keys[i]);
      } else {
        path.append('[').append(Math.max(0, indexes[i])).append(']');
      }
    }
    return path.length() > 1000 ? path.substring(0, 1000).concat("…") : path.toString();
  }
}
