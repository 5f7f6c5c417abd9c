package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;

/** What the threads of a simulated worker do with what it was sent. */
final class SimulatedThreads {
  /** What they run, by their numbers. */
  final TreeMap<Integer, Frame.Run> running = new TreeMap<>();

  private int count = 1;
  private final Simulation simulation;

  SimulatedThreads(Simulation simulation) {
    this.simulation = simulation;
  }

  boolean haveRoom() {
    return running.size() < count;
  }

  /** They take attempts in order, but which one says first that it has started is open. */
  Frame next(ArrayDeque<Frame> inbox) {
    if (inbox.element() instanceof Frame.Open open) {
      count = open.threads();
    }
    int ahead = simulation.pick(count - running.size());
    List<Frame> runs = inbox.stream().filter(Frame.Run.class::isInstance).toList();
    if (ahead == 0 || ahead >= runs.size()) {
      return inbox.remove();
    }
    inbox.remove(runs.get(ahead));
    return runs.get(ahead);
  }

  /** On any that is free; what the worker says of it. */
  Frame.Started start(Frame.Run run) {
    int thread = count == 1 ? 0 : 1 + simulation.pick(count);
    while (running.containsKey(thread)) {
      thread = 1 + thread % count;
    }
    running.put(thread, run);
    return new Frame.Started(run.seq(), thread);
  }

  /** What any of them runs; something does. */
  Frame.Run any() {
    return running.get(List.copyOf(running.keySet()).get(simulation.pick(running.size())));
  }

  /** Of something that runs, or of nothing. */
  long seq() {
    return running.isEmpty() ? 77 : any().seq();
  }
}
