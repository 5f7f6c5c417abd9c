package dev.parallelexec.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How long tasks took in an earlier run, by their ids. */
final class Timings {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(10_000)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Map<String, Double> seconds = new HashMap<>();

  private Timings() {}

  /**
   * Reads the tasks of a {@code results.json}.
   *
   * @throws IOException where the file cannot be read, or is no such file
   */
  static Timings read(Path results) throws IOException {
    Timings timings = new Timings();
    boolean tasks = false;
    try (JsonParser json = JSON.createParser(results.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no results.json");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean ours = json.currentName().equals("tasks");
        if (json.nextToken() == JsonToken.START_ARRAY && ours) {
          tasks = true;
          while (json.nextToken() == JsonToken.START_OBJECT) {
            timings.task(json);
          }
        } else {
          json.skipChildren();
        }
      }
    }
    if (!tasks) {
      throw new IOException("it is no results.json: it has no tasks");
    }
    return timings;
  }

  private void task(JsonParser json) throws IOException {
    String id = null;
    double took = -1;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("id") && value == JsonToken.VALUE_STRING) {
        id = json.getText();
      } else if (name.equals("seconds") && value.isNumeric()) {
        took = json.getDoubleValue();
      } else {
        json.skipChildren();
      }
    }
    if (id != null && took >= 0) {
      seconds.put(id, took);
    }
  }

  /** How long a task took; one that is not known counts as the average. */
  private double of(String id, double average) {
    return seconds.getOrDefault(id, average);
  }

  /**
   * The places of one share: the longest task goes first, to the share that has least to do so far;
   * of equal ones the first of the list, and the first share.
   *
   * @param ids of all tasks, in list order
   * @param part from 1
   */
  BitSet share(List<String> ids, int part, int parts) {
    double average = seconds.values().stream().mapToDouble(Double::doubleValue).average().orElse(1);
    List<Integer> longestFirst =
        IntStream.range(0, ids.size())
            .boxed()
            .sorted(Comparator.comparingDouble(at -> -of(ids.get(at), average)))
            .toList();
    double[] loads = new double[parts];
    int[] counts = new int[parts];
    BitSet share = new BitSet();
    for (int at : longestFirst) {
      int least = 0;
      for (int other = 1; other < parts; other++) {
        int less = Double.compare(loads[other], loads[least]);
        least = less < 0 || (less == 0 && counts[other] < counts[least]) ? other : least;
      }
      loads[least] += of(ids.get(at), average);
      counts[least]++;
      share.set(at, least == part - 1);
    }
    assert Arrays.stream(counts).sum() == ids.size();
    return share;
  }
}
