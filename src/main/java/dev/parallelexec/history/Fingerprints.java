package dev.parallelexec.history;

import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes fingerprints of tasks. Limits, weight and locks are not in them: they change when a task
 * runs, not what it makes. For one thread at a time.
 */
final class Fingerprints {
  /** What the parts of a fingerprint are called, in their order. */
  static final List<String> PARTS =
      List.of("what it calls", "the arguments", "its system properties", "its declared outputs");

  private final Roots roots;
  private final Digest digest = new Digest();

  /** The surroundings of the last task, which are those of nearly all. */
  private String around = "";

  private byte[] aroundBytes = {};

  Fingerprints(Roots roots) {
    this.roots = roots;
  }

  /** The task's own part, of a task that reads nothing that it says. */
  String own(Task task) {
    call(task.call());
    arguments(task.arguments());
    properties(task.properties());
    return digest.add(0).add(0).take();
  }

  /** The sums of the parts. */
  List<String> parts(Task task) {
    int call = call(task.call());
    int arguments = arguments(task.arguments());
    int properties = properties(task.properties());
    outputs(task.claims().outputs());
    List<String> parts =
        List.of(
            digest.part(0, call),
            digest.part(call, arguments),
            digest.part(arguments, properties),
            digest.part(properties, digest.at()));
    digest.clear();
    return parts;
  }

  /**
   * The whole of it, without the sums of the parts.
   *
   * @param inputs contents by name
   */
  Fingerprint of(Task task, SortedMap<String, String> inputs, Surroundings surroundings) {
    call(task.call());
    arguments(task.arguments());
    properties(task.properties());
    outputs(task.claims().outputs());
    digest.add(inputs.size());
    inputs.forEach((name, hash) -> digest.add(roots.portable(name)).add(hash));
    byte[] own = digest.bytes();
    return new Fingerprint(
        Digest.hex(own), both(own, surroundings.hash()), surroundings.hash(), List.of(), inputs);
  }

  /** Of two hashes; a third digest would only cost time. Empty where the other is. */
  private String both(byte[] own, String other) {
    if (other.isEmpty()) {
      return "";
    }
    if (!other.equals(around)) {
      around = other;
      aroundBytes = HexFormat.of().parseHex(other);
    }
    for (int i = 0; i < aroundBytes.length; i++) {
      own[i] ^= aroundBytes[i];
    }
    return Digest.hex(own);
  }

  private int call(Call call) {
    digest.add(call.kind().ordinal()).add(call.className()).add(call.method());
    digest.add(call.successCodes().size());
    call.successCodes().forEach(digest::add);
    return digest.at();
  }

  private int arguments(Arguments arguments) {
    digest.add(arguments.defaulted() ? 1 : 0).add(arguments.values().size());
    for (Text argument : arguments.values()) {
      text(argument);
    }
    return digest.at();
  }

  private int properties(Map<String, Text> properties) {
    digest.add(properties.size());
    if (!properties.isEmpty()) {
      new TreeMap<>(properties)
          .forEach(
              (name, value) -> {
                digest.add(name);
                text(value);
              });
    }
    return digest.at();
  }

  /** In its parts: a slot that stays open is not the word for it. */
  private void text(Text text) {
    digest.add(text.parts().size());
    for (String part : text.parts()) {
      digest.add(roots.portable(part));
    }
  }

  private void outputs(List<FilePattern> outputs) {
    digest.add(outputs.size());
    for (FilePattern output : outputs) {
      digest.add(roots.portable(output.root())).add(output.regex());
    }
  }
}
