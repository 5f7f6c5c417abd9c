package dev.parallelexec.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** The program that keeps files on a node, behind a launcher's command on this machine. */
final class DepotProcess implements DepotLink.Connection {
  /** How long a command that closed its output may take to end. */
  private static final long END_MILLIS = 2_000;

  private static final long LAST_MILLIS = 500;

  private final Process process;
  private final String node;
  private final LastLines last = new LastLines();
  private final Thread drain;

  /** Takes the command over. */
  DepotProcess(NodeShell.Answer answer) {
    process = answer.process();
    node = answer.line();
    drain = new Thread(this::drain, "parallel-exec depot stderr");
    drain.setDaemon(true);
    drain.start();
  }

  private void drain() {
    try (var from = process.errorReader()) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        last.add(line + "\n");
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public InputStream in() {
    return process.getInputStream();
  }

  @Override
  public OutputStream out() {
    return process.getOutputStream();
  }

  @Override
  public boolean ended(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public String how(IOException seen) throws InterruptedException {
    boolean ended = ended(END_MILLIS);
    if (ended) {
      // What it wrote at last; but another may hold the pipe open.
      drain.join(LAST_MILLIS);
    }
    return (ended ? "exit code " + process.exitValue() : seen.toString()) + last.text();
  }

  @Override
  public void kill() {
    NodeShell.kill(process);
  }
}
