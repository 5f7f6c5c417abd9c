package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.execution.BuildSuccess;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutionException;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

class SessionEndsTest {
  private final PendingLists pending = new PendingLists();
  private final List<String> ended = new ArrayList<>();
  private final SessionEnds ends =
      new SessionEnds(pending, () -> ended.add("module"), () -> ended.add("end"));
  private final MavenProject a = FakeList.module("a");
  private final MavenProject b = FakeList.module("b");
  private final MavenExecutionResult result = new DefaultMavenExecutionResult();

  private FakeList fired(MavenProject project, String id, String failure) {
    FakeList list = new FakeList(project, id, failure);
    pending.add(list);
    return list;
  }

  @SuppressWarnings("deprecation") // what Maven itself calls is not for plugins
  private ExecutionEvent event(MavenProject project) {
    MavenSession session = new MavenSession(null, null, new DefaultMavenExecutionRequest(), result);
    return new ExecutionEvent() {
      @Override
      public Type getType() {
        return Type.ProjectSucceeded;
      }

      @Override
      public MavenSession getSession() {
        return session;
      }

      @Override
      public MavenProject getProject() {
        return project;
      }

      @Override
      public MojoExecution getMojoExecution() {
        return null;
      }

      @Override
      public Exception getException() {
        return null;
      }
    };
  }

  @Test
  void theEndOfAModuleCollectsItsListsAndNoOthers() {
    FakeList ofA = fired(a, "x", null);
    FakeList ofB = fired(b, "x", null);
    ends.projectSucceeded(event(a));
    assertThat(ofA.log).containsExactly("collected within PT0S");
    assertThat(ofB.log).isEmpty();
  }

  @Test
  void anUncollectedFailureFailsItsModuleAfterAllWereCollected() {
    fired(a, "x", "1 of 2 tasks did not pass");
    FakeList second = fired(a, "y", null);
    assertThatThrownBy(() -> ends.projectSucceeded(event(a)))
        .isInstanceOf(LifecycleExecutionException.class)
        .hasRootCauseInstanceOf(MojoFailureException.class)
        .hasMessageContaining("1 of 2 tasks did not pass");
    assertThat(second.log).hasSize(1);
  }

  @Test
  void aFailedModuleCancelsWhatItStillHas() {
    FakeList list = fired(a, "x", "never told");
    ends.projectFailed(event(a));
    assertThat(list.log).containsExactly("cancelled: its module failed");
  }

  @Test
  void aFailureThatMavenSwallowedIsWrittenIntoTheResult() {
    fired(a, "x", "bad");
    result.addBuildSummary(new BuildSuccess(a, 7));
    Throwable swallowed = catchThrowable(() -> ends.projectSucceeded(event(a)));
    ends.sessionEnded(event(a));
    assertThat(result.getExceptions()).containsExactly(swallowed);
    assertThat(result.getBuildSummary(a)).isInstanceOf(BuildFailure.class);
    assertThat(result.getBuildSummary(a).getTime()).isEqualTo(7);
    assertThat(ended).containsExactly("module", "end");
  }

  @Test
  void aFailureThatTheBuildKnowsIsNotToldTwice() {
    fired(a, "x", "bad");
    Throwable known = catchThrowable(() -> ends.projectSucceeded(event(a)));
    result.addException(new IllegalStateException("wrapped", known));
    ends.sessionEnded(event(a));
    assertThat(result.getExceptions()).hasSize(1);
  }

  @Test
  void theEndOfABuildCollectsTheRestAndOfAFailedOneCancelsIt() {
    FakeList rest = fired(a, "x", "late");
    ends.sessionEnded(event(a));
    assertThat(rest.log).containsExactly("collected within PT0S");
    assertThat(result.getExceptions()).hasSize(1);

    FakeList more = fired(b, "y", null);
    ends.sessionEnded(event(b));
    assertThat(more.log).containsExactly("cancelled: the build failed");
  }

  @Test
  void aForkTakesWhatItFiredAndLeavesWhatTheModuleFiredBefore() {
    FakeList outer = fired(a, "x", null);
    MavenProject copy = FakeList.module("a");
    ends.forkStarted(event(copy));
    FakeList inner = fired(copy, "x", null);
    ends.forkSucceeded(event(copy));
    assertThat(inner.log).hasSize(1);
    assertThat(outer.log).isEmpty();
    ends.projectSucceeded(event(a));
    assertThat(outer.log).hasSize(1);
  }

  @Test
  void aForkThatBeganBeforeOurFirstGoalTakesAllOfItsModule() {
    FakeList inner = fired(a, "x", null);
    ends.forkSucceeded(event(a));
    assertThat(inner.log).hasSize(1);
  }

  @Test
  void whatWasFiredIsRememberedWhenItIsCollected() {
    fired(a, "x", null);
    assertThat(pending.take(a, "x"::equals)).hasSize(1);
    assertThat(pending.take(a, "x"::equals)).isEmpty();
    assertThat(pending.fired(a, "x")).isTrue();
    assertThat(pending.fired(b, "x")).isFalse();
  }
}
