package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositeListenerTest {
  private final List<String> told = new ArrayList<>();
  private final ConsoleText console = new ConsoleText();

  @Test
  void aPartThatThrowsHurtsNoOtherAndIsNamedOnce() {
    CompositeListener all = new CompositeListener(List.of(new Broken(), new Sound()), console);
    all.notice("one");
    all.notice("two");
    ListEnd end = ListEnd.of(new ListResult(Map.of(Outcome.PASSED, 0), 0, List.of(), "null", 0, 0));
    assertThatThrownBy(() -> all.end(end)).isInstanceOf(IOException.class).hasMessage("disk full");
    assertThat(told).containsExactly("one", "two", "end");
    assertThat(console.blocks)
        .containsExactly(
            "[WARNING] A report is not complete, the tasks go on:"
                + " java.lang.OutOfMemoryError: one");
  }

  private static final class Broken implements ReportPart {
    @Override
    public void notice(String text) {
      throw new OutOfMemoryError(text);
    }

    @Override
    public void end(ListEnd end) throws IOException {
      throw new IOException("disk full");
    }
  }

  private final class Sound implements ReportPart {
    @Override
    public void notice(String text) {
      told.add(text);
    }

    @Override
    public void end(ListEnd end) {
      told.add("end");
    }
  }
}
