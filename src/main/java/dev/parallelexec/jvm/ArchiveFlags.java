package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/**
 * What the arguments of a JVM mean for an archive of its classes. Tried on JDK 17 and 25: with what
 * is objected to here the JVM leaves the archive aside, and says so on each start.
 *
 * @param objection why there can be no archive, as a phrase; empty where there can
 * @param kept arguments that the JVM which makes the archive must have, too: since JDK 24 an
 *     archive fits only those modules and exports with which it was made
 */
record ArchiveFlags(String objection, List<String> kept) {
  /** From here on references are not compressed, and their classes' archives are others. */
  private static final long LARGEST_HEAP = 32L << 30;

  private static final Map<Pattern, String> OBJECTIONS = objections();

  private static final Pattern KEPT = Pattern.compile("--(add-|enable-native-access).*");

  private static Map<Pattern, String> objections() {
    Map<Pattern, String> all = new LinkedHashMap<>();
    all.put(
        Pattern.compile(
            "-Xshare:.*|-XX:[+-]?AOT.*|-XX:(Extra)?Shared(ArchiveFile|ArchiveConfigFile|"
                + "ClassListFile)=.*|-XX:DumpLoadedClassList=.*|-XX:ArchiveClassesAtExit=.*|"
                + "-XX:[+-](AutoCreateSharedArchive|UseSharedSpaces|RecordDynamicDumpInfo)"),
        "which says itself what is shared");
    all.put(
        Pattern.compile(
            "-javaagent:.*|-agent(lib|path):.*|-Xrun.*|-XX:StartFlightRecording.*|"
                + "-XX:\\+FlightRecorder"),
        "with which classes are looked at as they are loaded");
    all.put(
        Pattern.compile(
            "-p|--(module-path|upgrade-module-path|patch-module|limit-modules)(=.*)?|"
                + "-Xbootclasspath.*|-Djava\\.system\\.class\\.loader=.*"),
        "which changes where classes come from");
    all.put(Pattern.compile("-XX:\\+UseZGC"), "which cannot read archives of other collectors");
    all.put(
        Pattern.compile(
            "-XX:[+-]Use(CompressedOops|CompressedClassPointers|CompactObjectHeaders)|"
                + "-XX:ObjectAlignmentInBytes=.*"),
        "which changes how objects lie in memory");
    all.put(
        Pattern.compile("-XX:[+-]BytecodeVerification.*|-Xverify.*|-noverify"),
        "which changes how classes are verified");
    all.put(Pattern.compile("-XX:(Flags|VMOptionsFile)=.*"), "a file of which nothing is known");
    return all;
  }

  /**
   * Looks at all arguments that a JVM would get.
   *
   * @param heapBytes its largest heap; 0 where it is not known
   */
  static ArchiveFlags of(Launch launch, long heapBytes) {
    if (heapBytes >= LARGEST_HEAP) {
      return new ArchiveFlags("the heap is 32 GB or larger", List.of());
    }
    List<String> words = words(launch);
    for (String word : words) {
      for (Map.Entry<Pattern, String> objection : OBJECTIONS.entrySet()) {
        if (objection.getKey().matcher(word).matches()) {
          return new ArchiveFlags(
              "the JVM arguments have " + word + ", " + objection.getValue(), List.of());
        }
      }
    }
    return new ArchiveFlags("", kept(words));
  }

  private static List<String> kept(List<String> words) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (KEPT.matcher(word).matches()) {
        boolean apart = word.indexOf('=') < 0 && i + 1 < words.size();
        kept.add(apart ? word + "=" + words.get(++i) : word);
      }
    }
    return kept;
  }

  /** The user's arguments, those of files that they name, and those of the environment. */
  private static List<String> words(Launch launch) {
    List<String> words = new ArrayList<>();
    for (String argument : launch.jvmArguments()) {
      if (argument.startsWith("@") && argument.length() > 1) {
        split(text(launch.directory().resolve(argument.substring(1))), words);
      } else {
        words.add(argument);
      }
    }
    for (String variable : Launch.VARIABLES) {
      split(launch.environment().getOrDefault(variable, ""), words);
    }
    return words;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // the start itself will fail, and tell why
    }
  }

  /** Quotes do not matter for what is looked for. */
  private static void split(String text, List<String> words) {
    StringTokenizer tokens = new StringTokenizer(text.replaceAll("[\"']", ""));
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
  }
}
