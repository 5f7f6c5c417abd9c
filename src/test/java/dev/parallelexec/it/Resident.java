package dev.parallelexec.it;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.classworlds.realm.ClassRealm;

/**
 * The program of a JVM in which a Maven builds several times, and which tells after each build what
 * that has left in it.
 */
final class Resident {
  /** What a line begins with that tells what a build has left. */
  static final String LEFT = "LEFT ";

  private Resident() {}

  /** Its arguments: Maven's home, the project, and the arguments of each build, all in one. */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    System.setProperty("maven.home", home.toString());
    System.setProperty("maven.multiModuleProjectDirectory", args[1]);
    ClassWorld world = new ClassWorld();
    ClassRealm realm = world.newRealm("plexus.core", Resident.class.getClassLoader());
    realm.addURL(home.resolve("conf/logging/").toUri().toURL());
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        realm.addURL(jar.toUri().toURL());
      }
    }
    Thread.currentThread().setContextClassLoader(realm);
    Class<?> cli = realm.loadClass("org.apache.maven.cli.MavenCli");
    for (int i = 2; i < args.length; i++) {
      Object maven = cli.getConstructor(ClassWorld.class).newInstance(world);
      Object exit =
          cli.getMethod(
                  "doMain",
                  String[].class,
                  String.class,
                  java.io.PrintStream.class,
                  java.io.PrintStream.class)
              .invoke(maven, args[i].split(" "), args[1], System.out, System.err);
      System.out.println(LEFT + "exit " + exit + " " + left());
    }
    System.exit(0);
  }

  private static List<String> left() throws Exception {
    List<String> left = new ArrayList<>();
    Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("parallel-exec"))
        .forEach(name -> left.add("thread " + name));
    Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    hooks.setAccessible(true);
    ((Map<?, ?>) hooks.get(null))
        .keySet().stream()
            .map(hook -> ((Thread) hook).getName())
            .filter(name -> name.contains("parallel-exec"))
            .forEach(name -> left.add("hook " + name));
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      files
          .map(Path::getFileName)
          .map(Path::toString)
          .filter(name -> name.contains("parallel-exec"))
          .forEach(name -> left.add("file " + name));
    }
    ProcessHandle.current()
        .descendants()
        .filter(process -> Build.lives(process.pid()))
        .forEach(process -> left.add("process " + process.pid()));
    objects()
        .lines()
        .filter(line -> line.matches(".*dev\\.parallelexec\\..*(BuildSession|Workers|ListReport)"))
        .forEach(line -> left.add("object " + line.strip()));
    return left;
  }

  /** The classes of all objects that can be reached. */
  private static String objects() throws Exception {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
  }

  /** The class path of such a JVM: what a Maven starts with, and this class. */
  static String classPath(Path home) throws java.io.IOException {
    try (Stream<Path> boot = Files.list(home.resolve("boot"))) {
      List<String> all =
          new ArrayList<>(boot.map(Path::toString).filter(file -> file.endsWith(".jar")).toList());
      all.add(Mavens.property("it.classes"));
      return String.join(File.pathSeparator, all);
    }
  }
}
