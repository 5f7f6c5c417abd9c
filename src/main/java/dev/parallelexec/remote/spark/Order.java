package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is to be started on a node. It goes over the links and not with Spark's task, which Spark
 * may write to disks: the line and the environment can hold secrets.
 *
 * @param line goes to the worker's standard input; with its end
 * @param program the {@code java} of Maven's machine
 * @param arguments of the JVM
 * @param files the class path: files of Maven's machine whose last names follow from their contents
 * @param mainClass without arguments
 * @param environment what is added to the node's own
 * @param directory as it is called on the node
 */
record Order(
    String line,
    String program,
    List<String> arguments,
    List<String> files,
    String mainClass,
    Map<String, String> environment,
    String directory) {

  /**
   * That for a worker.
   *
   * @param there gives texts the names that files have on the node
   */
  static Order of(
      Placement.Worker worker, List<Path> files, String line, UnaryOperator<String> there) {
    Map<String, String> environment = new LinkedHashMap<>(worker.environment());
    environment.replaceAll((name, value) -> there.apply(value));
    return new Order(
        line,
        worker.program().toString(),
        worker.arguments().stream().map(there).toList(),
        files.stream().map(Path::toString).toList(),
        worker.mainClass(),
        environment,
        there.apply(worker.directory().toString()));
  }

  Message message(int worker) {
    List<String> texts = new ArrayList<>(List.of(line, program, mainClass, directory));
    texts.add(Integer.toString(arguments.size()));
    texts.addAll(arguments);
    texts.add(Integer.toString(files.size()));
    texts.addAll(files);
    environment.forEach((name, value) -> texts.addAll(List.of(name, value)));
    return Message.of(Message.Kind.GO, worker, texts);
  }

  static Order of(Message message) {
    Iterator<String> texts = message.texts().iterator();
    String line = texts.next();
    String program = texts.next();
    String mainClass = texts.next();
    String directory = texts.next();
    List<String> arguments = some(texts);
    List<String> files = some(texts);
    Map<String, String> environment = new LinkedHashMap<>();
    while (texts.hasNext()) {
      environment.put(texts.next(), texts.next());
    }
    return new Order(line, program, arguments, files, mainClass, environment, directory);
  }

  private static List<String> some(Iterator<String> texts) {
    List<String> some = new ArrayList<>();
    for (int left = Integer.parseInt(texts.next()); left > 0; left--) {
      some.add(texts.next());
    }
    return some;
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return program + " " + mainClass;
  }
}
