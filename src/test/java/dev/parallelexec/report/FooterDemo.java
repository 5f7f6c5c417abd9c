package dev.parallelexec.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program that draws on the terminal that it is started in, and goes on when Enter is pressed.
 */
final class FooterDemo {
  static final List<String> FOOTER =
      List.of("demo [====>     ]  50%  5/10  2 running", "  1  源代码.yaml", "  2  b.yaml");

  private FooterDemo() {}

  public static void main(String[] arguments) throws IOException {
    Bottom bottom =
        new Bottom(
            new Terminal() {
              @Override
              public Console.Size size() {
                return new Console.Size(60, 12);
              }

              @Override
              public void write(String codes) {
                print(codes);
              }
            });
    for (int i = 1; i <= 20; i++) {
      String line = "ours " + i + "\n";
      bottom.above(() -> print(line));
    }
    show(bottom);
    pause();
    show(bottom);
    bottom.above(() -> print("ours 21\n"));
    show(bottom);
    print("foreign 1\nforeign 2\nforeign 3\nforeign 4\nforeign 5\nbegun");
    show(bottom);
    print(" and ended\n");
    show(bottom);
    bottom.above(() -> print("ours 22\n"));
    show(bottom);
    pause();
    bottom.close();
    print("END\n");
  }

  /** Until it is drawn. */
  private static void show(Bottom bottom) {
    long end = System.nanoTime() + 1_100_000_000L;
    while (System.nanoTime() < end) {
      bottom.show(FOOTER);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void pause() throws IOException {
    while (System.in.read() != '\n') {
      continue;
    }
  }

  private static void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}
