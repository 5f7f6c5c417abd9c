package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a terminal is sent so that lines stay at its bottom; a real one is in TerminalTest. */
class BottomTest {
  private static final String FRAME =
      "\u001b[J\u001bD\u001bD\u001b[2A\u001b7\u001b[?7l\u001b[B\ra\u001b[B\rb\u001b[?7h\u001b8";

  private final StringBuilder sent = new StringBuilder();
  private long now;
  private final Bottom bottom =
      new Bottom(
          new Terminal() {
            @Override
            public Console.Size size() {
              return new Console.Size(80, 24);
            }

            @Override
            public void write(String codes) {
              sent.append(codes);
            }
          },
          () -> now);

  @Test
  void linesAreDrawnBelowTheCursorWhichStays() {
    bottom.show(List.of("a", "b"));
    assertThat(sent).hasToString(FRAME);
  }

  @Test
  void whatIsPrintedGoesAbove() {
    bottom.above(() -> sent.append("first\n"));
    bottom.show(List.of("a", "b"));
    bottom.above(() -> bottom.above(() -> sent.append("second\n")));
    assertThat(sent).hasToString("first\n" + FRAME + "\u001b[Jsecond\n");
  }

  @Test
  void theTerminalSeesNewsAtMostTenTimesASecond() {
    for (int millis = 0; millis < 1000; millis++) {
      now = TimeUnit.MILLISECONDS.toNanos(millis);
      bottom.show(List.of("a" + millis));
    }
    assertThat(frames()).isBetween(10, 12);
    assertThat(sent.toString()).contains("\ra0\u001b").doesNotContain("\ra89\u001b");
  }

  /** What others printed over the lines. */
  @Test
  void whatIsNoNewsIsMendedOnceASecond() {
    for (int millis = 0; millis <= 3000; millis += 10) {
      now = TimeUnit.MILLISECONDS.toNanos(millis);
      bottom.show(List.of("a"));
    }
    assertThat(frames()).isEqualTo(4);
  }

  private int frames() {
    return sent.toString().split("\u001b7", -1).length - 1;
  }

  @Test
  void theEndLeavesNothingAndIsTheEnd() {
    bottom.show(List.of("a", "b"));
    bottom.show(List.of());
    bottom.above(() -> sent.append("x\n"));
    assertThat(sent).hasToString(FRAME + "\u001b[Jx\n");
    bottom.close();
    bottom.show(List.of("a"));
    assertThat(sent).hasToString(FRAME + "\u001b[Jx\n");
  }
}
