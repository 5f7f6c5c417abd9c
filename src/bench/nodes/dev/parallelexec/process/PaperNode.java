package dev.parallelexec.process;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A node on paper, with one worker: it does what a worker does, and its tasks only take time. */
final class PaperNode implements Worker {
  private final PaperHome home;
  private final int slot;
  private final ArrayDeque<Frame> buffer = new ArrayDeque<>();
  private final ArrayDeque<Frame.Run> inbox = new ArrayDeque<>();
  private Guest guest;
  private boolean ready;
  private boolean runs;
  private boolean lost;

  /** How long it has run tasks. */
  long worked;

  PaperNode(PaperHome home, int slot, Guest guest) {
    this.home = home;
    this.slot = slot;
    this.guest = guest;
  }

  @Override
  public void start() {
    home.here(
        home.nanos() + home.linkNanos(),
        () -> {
          ready = true;
          guest.ready(this);
        });
  }

  /** The frames arrive, at a time. */
  private void hear(List<Frame> frames, long at) {
    for (Frame frame : frames) {
      if (frame instanceof Frame.Run run) {
        inbox.add(run);
      } else if (frame instanceof Frame.Open open) {
        say(at, new Frame.Opened(open.list(), List.of(), false));
      } else if (frame instanceof Frame.Recall) {
        List<Long> back = inbox.stream().map(Frame.Run::seq).toList();
        inbox.clear();
        say(at, new Frame.Returned(back));
      } else if (frame instanceof Frame.Close close) {
        say(at, new Frame.Closed(close.list(), null));
      }
    }
    runNext(at);
  }

  private void runNext(long at) {
    Frame.Run run = runs ? null : inbox.poll();
    if (run != null) {
      runs = true;
      say(at, new Frame.Started(run.seq(), 0));
      long end = at + home.taskNanos();
      home.there(end, () -> ends(run, end));
    }
  }

  private void ends(Frame.Run run, long at) {
    runs = false;
    worked += home.taskNanos();
    long nanos = home.taskNanos();
    say(
        at,
        new Frame.Done(
            run.seq(), Outcome.PASSED, "1", null, new byte[0], nanos, false, List.of(), ""));
    runNext(at);
  }

  private void say(long at, Frame frame) {
    home.heard(
        at + home.linkNanos(),
        () -> {
          if (!lost) {
            guest.frame(this, frame);
          }
        });
  }

  /** It is gone, and that is noticed now. */
  void lose() {
    lost = true;
    Death death = new Death(Death.Stage.READY, null, null, "lost", "", "", null, true);
    guest.gone(this, death);
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public long pid() {
    return slot;
  }

  @Override
  public String node() {
    return "node-" + slot;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public Death.Stage stage() {
    return ready ? Death.Stage.READY : Death.Stage.INITIALIZING;
  }

  @Override
  public String whereabouts() {
    return "";
  }

  @Override
  public boolean attach(Guest next) {
    guest = next;
    return true;
  }

  @Override
  public void write(Frame frame) {
    buffer.add(frame);
  }

  @Override
  public void flush() {
    List<Frame> frames = new ArrayList<>(buffer);
    buffer.clear();
    long at = home.arrival();
    home.there(at, () -> hear(frames, at));
  }

  @Override
  public void send(Frame frame) {
    write(frame);
    flush();
  }

  @Override
  public void sendAside(Frame frame) {
    send(frame);
  }

  @Override
  public void quit() {
    lose();
  }

  @Override
  public void kill() {
    throw new IllegalStateException("no benchmark kills a node");
  }
}
