package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

class CollectionTest {
  private static FakeList list(String id, String failure) {
    return new FakeList(FakeList.module("m"), id, failure);
  }

  @Test
  void allAreCollectedAndAllFailuresTold() {
    FakeList last = list("z", null);
    assertThatThrownBy(
            () ->
                new Collection(Duration.ZERO)
                    .of(List.of(list("x", "first"), list("y", "second"), last)))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("first\nsecond");
    assertThat(last.log).containsExactly("collected within PT0S");
  }

  @Test
  void aLimitThatIsOverIsStillALimit() throws Exception {
    FakeList list = list("x", null);
    new Collection(Duration.ofNanos(1)).of(List.of(list));
    assertThat(list.log).containsExactly("collected within PT0.001S");
  }
}
