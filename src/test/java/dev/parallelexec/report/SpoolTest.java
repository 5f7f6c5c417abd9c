package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever ends first: what comes out is in list order, byte for byte. */
class SpoolTest {
  @Property(tries = 60)
  void fragmentsPartsAndFactsComeInListOrder(
      @ForAll @IntRange(max = 150) int count, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>();
    List<byte[]> fragments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Now and then larger than what is read ahead.
      byte[] fragment = new byte[random.nextInt(30) == 0 ? 200_000 : 2 + random.nextInt(3_000)];
      random.nextBytes(fragment);
      fragments.add(fragment);
      order.add(i);
    }
    Collections.shuffle(order, random);
    Path file = Files.createTempFile("spool", "");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    ByteArrayOutputStream facts = new ByteArrayOutputStream();
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream factsExpected = new ByteArrayOutputStream();
    ByteArrayOutputStream wholeExpected = new ByteArrayOutputStream();
    ByteArrayOutputStream partsExpected = new ByteArrayOutputStream();
    try (Spool spool = new Spool(file)) {
      for (int index : order) {
        byte[] fragment = fragments.get(index);
        Bytes fact = new Bytes();
        for (int i = 0; i < fragment.length / 3; i++) {
          fact.add((char) fragment[i]);
        }
        Bytes text = new Bytes().add(fragment, 0);
        spool.put(index * 2, text, 1, fragment.length / 2, fact);
      }
      for (byte[] fragment : fragments) {
        wholeExpected.writeBytes(fragment);
        factsExpected.write(fragment, 0, fragment.length / 3);
        partsExpected.writeBytes(Arrays.copyOfRange(fragment, 1, 1 + fragment.length / 2));
      }
      spool.parts(parts::write);
      spool.fragments(whole::write);
      spool.facts(facts::write);
      for (int index = 0; index < count * 2 + 3; index++) {
        spool.facts(index, one::write);
      }
    }
    assertThat(whole.toByteArray()).isEqualTo(wholeExpected.toByteArray());
    assertThat(parts.toByteArray()).isEqualTo(partsExpected.toByteArray());
    assertThat(facts.toByteArray()).isEqualTo(factsExpected.toByteArray());
    assertThat(one.toByteArray()).isEqualTo(factsExpected.toByteArray());
    assertThat(file).doesNotExist();
  }
}
