package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.EngineException;
import java.io.File;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.AbstractExecutionListener;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.eclipse.aether.DefaultSessionData;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.SessionData;
import org.eclipse.aether.repository.LocalRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildSessionTest {
  @TempDir File repository;

  private final MavenExecutionRequest request = new DefaultMavenExecutionRequest();

  @SuppressWarnings("deprecation") // what Maven itself calls is not for plugins
  private MavenSession session() {
    SessionData data = new DefaultSessionData();
    LocalRepository local = new LocalRepository(repository);
    RepositorySystemSession repositories =
        (RepositorySystemSession)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RepositorySystemSession.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getData" -> data;
                      case "getLocalRepository" -> local;
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    return new MavenSession(null, repositories, request, new DefaultMavenExecutionResult());
  }

  private static ExecutionEvent ended(MavenSession session) {
    return (ExecutionEvent)
        Proxy.newProxyInstance(
            BuildSessionTest.class.getClassLoader(),
            new Class<?>[] {ExecutionEvent.class},
            (proxy, method, arguments) -> method.getName().equals("getSession") ? session : null);
  }

  @Test
  void oneForABuildUntilItEnds() throws Exception {
    List<String> heard = new ArrayList<>();
    ExecutionListener before =
        new AbstractExecutionListener() {
          @Override
          public void sessionEnded(ExecutionEvent event) {
            heard.add("ended");
          }
        };
    request.setExecutionListener(before);
    MavenSession session = session();
    BuildSession build = BuildSession.of(session, new SystemStreamLog());
    assertThat(BuildSession.of(session, new SystemStreamLog())).isSameAs(build);
    assertThat(build.workers()).isSameAs(build.workers());

    request.getExecutionListener().sessionEnded(ended(session));

    assertThat(heard).containsExactly("ended");
    assertThat(request.getExecutionListener()).isSameAs(before);
    assertThatThrownBy(build::workers)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("being stopped");
    assertThat(BuildSession.of(session, new SystemStreamLog())).isNotSameAs(build);
    request.getExecutionListener().sessionEnded(ended(session));
  }

  @Test
  void aListenerThatCameLaterIsLeftInItsPlace() {
    MavenSession session = session();
    BuildSession.of(session, new SystemStreamLog());
    ExecutionListener ours = request.getExecutionListener();
    ExecutionListener later =
        new SessionListener(ours, new SessionEnds(new PendingLists(), () -> {}, () -> {}));
    request.setExecutionListener(later);
    later.sessionEnded(ended(session));
    assertThat(request.getExecutionListener()).isSameAs(later);
  }
}
