package dev.parallelexec.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

/** Shares by durations of an earlier run, which knew some of the tasks, and others. */
class TimingsTest {
  private static final double ROUNDING = 1e-6;

  @Property(tries = 300)
  void sharesTogetherAreAllAndDifferByTheLongestTaskAtMost(
      @ForAll @UniqueElements @Size(max = 60) List<@StringLength(max = 6) String> ids,
      @ForAll @NotEmpty @Size(max = 60) List<@DoubleRange(max = 900) Double> seconds,
      @ForAll @IntRange(min = 1, max = 9) int parts,
      @ForAll @IntRange(min = 1, max = 4) int everyKnown)
      throws IOException {
    int known = seconds.size();
    double[] took = new double[ids.size()];
    Timings timings = timings(ids, seconds, everyKnown);
    double average = timingsOf(ids, seconds, everyKnown).average().orElse(1);
    for (int i = 0; i < took.length; i++) {
      took[i] = i % everyKnown == 0 ? seconds.get(i % known) : average;
    }

    BitSet all = new BitSet();
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int part = 1; part <= parts; part++) {
      BitSet share = timings.share(ids, part, parts);
      assertThat(share.intersects(all)).as("a task in two shares").isFalse();
      all.or(share);
      double load = share.stream().mapToDouble(at -> took[at]).sum();
      least = Math.min(least, load);
      most = Math.max(most, load);
      assertThat(timings.share(ids, part, parts)).as("on another machine").isEqualTo(share);
    }

    assertThat(all.cardinality()).isEqualTo(ids.size());
    double longest = IntStream.range(0, took.length).mapToDouble(i -> took[i]).max().orElse(0);
    assertThat(most - least).isLessThanOrEqualTo(longest + ROUNDING);
  }

  private static DoubleStream timingsOf(List<String> ids, List<Double> seconds, int everyKnown) {
    return IntStream.range(0, ids.size())
        .filter(i -> i % everyKnown == 0)
        .mapToDouble(i -> seconds.get(i % seconds.size()));
  }

  /** As an earlier run wrote them, of every so many tasks. */
  private static Timings timings(List<String> ids, List<Double> seconds, int everyKnown)
      throws IOException {
    Path file = Files.createTempFile("results", ".json");
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII);
        JsonGenerator json = factory.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("tasks");
      for (int i = 0; i < ids.size(); i += everyKnown) {
        json.writeStartObject();
        json.writeStringField("id", ids.get(i));
        json.writeNumberField("seconds", seconds.get(i % seconds.size()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    try {
      return Timings.read(file);
    } finally {
      Files.delete(file);
    }
  }
}
