package dev.parallelexec.mojo;

import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.ExecutionListener;
import org.jspecify.annotations.Nullable;

/**
 * Maven's own listener, with the build session told of ends. Ends are told to the session before
 * Maven's listener hears of them, because the session may turn a success into a failure.
 */
final class SessionListener implements ExecutionListener {
  /** What the session wants to know. */
  interface Ends {
    /** May throw what fails the module. */
    void projectSucceeded(ExecutionEvent event);

    void projectFailed(ExecutionEvent event);

    void forkStarted(ExecutionEvent event);

    /** May throw what fails the fork. */
    void forkSucceeded(ExecutionEvent event);

    void forkFailed(ExecutionEvent event);

    void sessionEnded(ExecutionEvent event);
  }

  private interface Call {
    void on(ExecutionListener listener, ExecutionEvent event);
  }

  private final @Nullable ExecutionListener delegate;
  private final Ends ends;

  SessionListener(@Nullable ExecutionListener delegate, Ends ends) {
    this.delegate = delegate;
    this.ends = ends;
  }

  @Nullable ExecutionListener delegate() {
    return delegate;
  }

  @Override
  public void projectSucceeded(ExecutionEvent event) {
    ends.projectSucceeded(event);
    pass(event, ExecutionListener::projectSucceeded);
  }

  @Override
  public void projectFailed(ExecutionEvent event) {
    ends.projectFailed(event);
    pass(event, ExecutionListener::projectFailed);
  }

  @Override
  public void forkedProjectStarted(ExecutionEvent event) {
    ends.forkStarted(event);
    pass(event, ExecutionListener::forkedProjectStarted);
  }

  @Override
  public void forkedProjectSucceeded(ExecutionEvent event) {
    ends.forkSucceeded(event);
    pass(event, ExecutionListener::forkedProjectSucceeded);
  }

  @Override
  public void forkedProjectFailed(ExecutionEvent event) {
    ends.forkFailed(event);
    pass(event, ExecutionListener::forkedProjectFailed);
  }

  @Override
  public void sessionEnded(ExecutionEvent event) {
    ends.sessionEnded(event);
    pass(event, ExecutionListener::sessionEnded);
  }

  @Override
  public void projectDiscoveryStarted(ExecutionEvent event) {
    pass(event, ExecutionListener::projectDiscoveryStarted);
  }

  @Override
  public void sessionStarted(ExecutionEvent event) {
    pass(event, ExecutionListener::sessionStarted);
  }

  @Override
  public void projectSkipped(ExecutionEvent event) {
    pass(event, ExecutionListener::projectSkipped);
  }

  @Override
  public void projectStarted(ExecutionEvent event) {
    pass(event, ExecutionListener::projectStarted);
  }

  @Override
  public void mojoSkipped(ExecutionEvent event) {
    pass(event, ExecutionListener::mojoSkipped);
  }

  @Override
  public void mojoStarted(ExecutionEvent event) {
    pass(event, ExecutionListener::mojoStarted);
  }

  @Override
  public void mojoSucceeded(ExecutionEvent event) {
    pass(event, ExecutionListener::mojoSucceeded);
  }

  @Override
  public void mojoFailed(ExecutionEvent event) {
    pass(event, ExecutionListener::mojoFailed);
  }

  @Override
  public void forkStarted(ExecutionEvent event) {
    pass(event, ExecutionListener::forkStarted);
  }

  @Override
  public void forkSucceeded(ExecutionEvent event) {
    pass(event, ExecutionListener::forkSucceeded);
  }

  @Override
  public void forkFailed(ExecutionEvent event) {
    pass(event, ExecutionListener::forkFailed);
  }

  private void pass(ExecutionEvent event, Call call) {
    if (delegate != null) {
      call.on(delegate, event);
    }
  }
}
