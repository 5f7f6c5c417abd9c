package dev.parallelexec.wire;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Frames of every kind, for properties. */
final class Frames {
  private static final Arbitrary<Integer> INTS = Arbitraries.integers();
  private static final Arbitrary<Long> LONGS = Arbitraries.longs();
  private static final Arbitrary<Boolean> BOOLS = Arbitraries.of(true, false);

  /**
   * Latin and other text, short and long, and none; a surrogate stands for a whole character only.
   */
  private static final Arbitrary<String> STRINGS =
      Arbitraries.oneOf(
          Arbitraries.strings().ascii().ofMaxLength(40),
          Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(40),
          Arbitraries.of("", "\u0000", "\ud83d\ude00 \u00e4 \u20ac", "\uffff\ufeff"));

  private static final Arbitrary<List<String>> LISTS = STRINGS.list().ofMaxSize(4);
  private static final Arbitrary<byte[]> BYTES =
      Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
  private static final Arbitrary<Map<String, String>> MAPS =
      Arbitraries.maps(STRINGS, STRINGS).ofMaxSize(4);
  private static final Arbitrary<Call> CALLS =
      Combinators.combine(
              Arbitraries.of(Call.Kind.class), STRINGS, STRINGS, INTS.list().ofMaxSize(3))
          .as(Call::new);
  private static final Arbitrary<Failure> FAILURES =
      Combinators.combine(STRINGS, STRINGS, STRINGS, INTS.injectNull(0.5), STRINGS)
          .as(Failure::new)
          .injectNull(0.3);

  private Frames() {}

  static List<Tuple2<Integer, Arbitrary<Frame>>> all() {
    List<Tuple2<Integer, Arbitrary<Frame>>> all = new ArrayList<>();
    for (Frame.Kind kind : Frame.Kind.values()) {
      all.add(Tuple.of(1, of(kind)));
    }
    return all;
  }

  private static Arbitrary<Frame> of(Frame.Kind kind) {
    return switch (kind) {
      case HELLO -> Combinators.combine(BYTES, INTS, LONGS, STRINGS).as(Frame.Hello::new);
      case SETUP ->
          Combinators.combine(
                  INTS, STRINGS, MAPS, CALLS.injectNull(0.5), LISTS, BOOLS, STRINGS, STRINGS)
              .as(Frame.Setup::new);
      case READY -> FAILURES.map(Frame.Ready::new);
      case OPEN ->
          Combinators.combine(INTS, CALLS.list().ofMaxSize(3), BOOLS, INTS, INTS)
              .as(Frame.Open::new);
      case OPENED -> Combinators.combine(INTS, LISTS, BOOLS).as(Frame.Opened::new);
      case RUN -> runs();
      case STARTED -> Combinators.combine(LONGS, INTS).as(Frame.Started::new);
      case OUTPUT -> Combinators.combine(LONGS, BOOLS, BYTES).as(Frame.Output::new);
      case DONE -> dones();
      case RECALL -> Arbitraries.create(Frame.Recall::new);
      case RETURNED -> LONGS.list().ofMaxSize(5).map(Frame.Returned::new);
      case DUMP -> LONGS.map(Frame.Dump::new);
      case DUMPED -> Combinators.combine(LONGS, STRINGS).as(Frame.Dumped::new);
      case INTERRUPT -> LONGS.map(Frame.Interrupt::new);
      case PART -> Combinators.combine(INTS, BYTES.list().ofMaxSize(3)).as(Frame.Part::new);
      case REDUCE -> Combinators.combine(LONGS, INTS, CALLS).as(Frame.Reduce::new);
      case ITEMS -> CALLS.map(Frame.Items::new);
      case PULL -> INTS.map(Frame.Pull::new);
      case ITEM_CHUNK -> Combinators.combine(LISTS, BOOLS, FAILURES).as(Frame.ItemChunk::new);
      case EXITING -> LONGS.map(Frame.Exiting::new);
      case CLOSE -> INTS.map(Frame.Close::new);
      case CLOSED -> Combinators.combine(INTS, FAILURES).as(Frame.Closed::new);
      case QUIT -> Arbitraries.create(Frame.Quit::new);
      case PING -> Arbitraries.create(Frame.Ping::new);
      case MARK -> LONGS.map(Frame.Mark::new);
    };
  }

  private static Arbitrary<Frame> runs() {
    return Combinators.combine(LONGS, INTS, STRINGS, LISTS, BOOLS, MAPS)
        .as(
            (seq, number, id, arguments, defaulted, properties) ->
                new Frame.Run(
                    seq,
                    number,
                    number + 1,
                    number + 2,
                    id,
                    number + 3,
                    arguments,
                    defaulted,
                    properties,
                    id,
                    !defaulted));
  }

  private static Arbitrary<Frame> dones() {
    return Combinators.combine(
            LONGS, Arbitraries.of(Outcome.class), STRINGS, FAILURES, BYTES, BOOLS, LISTS)
        .as(
            (number, outcome, text, failure, bytes, bool, leaks) ->
                new Frame.Done(
                    number, outcome, text, failure, bytes, number + 1, bool, leaks, text + "."));
  }
}
