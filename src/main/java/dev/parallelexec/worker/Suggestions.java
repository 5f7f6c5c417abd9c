package dev.parallelexec.worker;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Enumeration;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The names that are nearest to one that does not exist; loaded when there is an error to tell. */
final class Suggestions {
  /** Names of classes that are looked at in a directory, at most. */
  private static final int MANY = 20_000;

  private final String wanted;
  private final String folded;

  /** Each name behind a character for its distance, so that the nearest come first. */
  private final TreeSet<String> near = new TreeSet<>();

  private int seen;

  Suggestions(String wanted) {
    this.wanted = wanted;
    folded = wanted.toLowerCase(Locale.ROOT);
  }

  /** A name that exists. */
  void offer(String name) {
    int distance = distance(folded, name.toLowerCase(Locale.ROOT), 1 + wanted.length() / 4);
    if (distance < Integer.MAX_VALUE) {
      near.add(Refusal.text((char) distance, name));
    }
  }

  /** {@code "; did you mean a or b?"}, or nothing; to be asked once. */
  String question() {
    StringBuilder text = new StringBuilder();
    for (int count = 0; count < 3 && !near.isEmpty(); count++) {
      text.append(count == 0 ? "; did you mean " : " or ").append(near.pollFirst().substring(1));
    }
    return text.length() == 0 ? "" : text.append('?').toString();
  }

  /** What to say of a class that is not there. */
  static String forClass(String name, ClassLoader loader) {
    Suggestions near = new Suggestions(name);
    String[] entries = System.getProperty("java.class.path", "").split(File.pathSeparator, -1);
    for (String entry : entries) {
      near.entry(new File(entry));
    }
    // The first entry is the plugin's own.
    int count = entries.length - 1;
    int dot = name.lastIndexOf('.');
    Class<?> owner = dot < 0 ? null : Lookup.type(name.substring(0, dot), loader);
    if (owner != null) {
      near.near.add(Refusal.text((char) 0, owner.getName(), "::", name.substring(dot + 1)));
    }
    return Refusal.text(
        "there is no such class in the class path's ",
        count == 1 ? "one" : count,
        count == 1 ? " entry" : " entries",
        near.question());
  }

  /** What to say of a method that is not there. */
  static String forMethod(Class<?> type, String name) {
    Suggestions near = new Suggestions(name);
    TreeSet<String> all = new TreeSet<>();
    for (Method method : type.getMethods()) {
      if (method.getDeclaringClass() != Object.class && !method.isSynthetic()) {
        all.add(method.getName());
        near.offer(method.getName());
      }
    }
    String question = near.question();
    if (!question.isEmpty()) {
      return question;
    }
    return all.isEmpty() || all.size() > 12
        ? ""
        : "; its public methods are ".concat(String.join(", ", all));
  }

  /** The name of a method that a class might have been meant for. */
  static String methodOf(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      int modifiers = method.getModifiers();
      if (Modifier.isPublic(modifiers)
          && !method.isSynthetic()
          && !method.getName().equals("main")) {
        return method.getName();
      }
    }
    return "method";
  }

  private void entry(File entry) {
    if (entry.isDirectory()) {
      directory(entry, "");
    } else {
      try (ZipFile jar = new ZipFile(entry)) {
        for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
          file(all.nextElement().getName());
        }
      } catch (IOException e) {
        // A class path may name what is not there; the JVM does not mind either.
      }
    }
  }

  private void directory(File directory, String path) {
    File[] children = directory.listFiles();
    if (children != null) {
      for (File child : children) {
        if (child.isDirectory()) {
          directory(child, Refusal.text(path, child.getName(), '/'));
        } else if (++seen < MANY) {
          file(path.concat(child.getName()));
        }
      }
    }
  }

  /** The same simple name in another package is a good guess, however far away. */
  private void file(String path) {
    if (path.endsWith(".class")
        && !path.startsWith("META-INF")
        && !path.startsWith("dev/parallelexec/worker/")) {
      String name = path.substring(0, path.length() - 6).replace('/', '.');
      if (Character.isDigit(simple(name).concat("0").charAt(0))) {
        return; // an anonymous or local class, which nobody means
      }
      if (simple(name).equalsIgnoreCase(simple(wanted))) {
        near.add(Refusal.text((char) 1, name));
      } else if (Math.abs(name.length() - wanted.length()) < 4) {
        offer(name);
      }
    }
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  /** How many characters to change, add, drop or swap; MAX_VALUE where it is more than so many. */
  static int distance(String a, String b, int most) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    int distance = d[a.length()][b.length()];
    return distance > most ? Integer.MAX_VALUE : distance;
  }
}
