package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a terminal is sent so that lines stay at its bottom; a real one is in TerminalTest. */
class BottomTest {
  private static final String FRAME =
      "\u001b[J\u001bD\u001bD\u001b[2A\u001b7\u001b[?7l\u001b[B\ra\u001b[B\rb\u001b[?7h\u001b8";

  private final StringBuilder sent = new StringBuilder();
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
          });

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
  void theTerminalSeesAtMostTenASecond() throws InterruptedException {
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      bottom.show(List.of("a" + i));
      Thread.sleep(3);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(sent.toString().split("\u001b7", -1).length - 1)
        .isBetween(2, (int) Math.ceil(seconds / 0.09) + 1);
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
