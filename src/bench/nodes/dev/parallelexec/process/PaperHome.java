package dev.parallelexec.process;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/**
 * A home whose workers are nodes on paper: events in the order of a simulated clock. All but the
 * engine is simulated; the engine is real, and what it computes takes simulated time, as long as it
 * really took: whatever reaches Maven's side while that computes has to wait. For one thread.
 */
final class PaperHome extends Home {
  /** Over so many calls of the engine its CPU time is averaged: reading it costs a microsecond. */
  private static final int BLOCK = 512;

  final List<PaperNode> nodes = new ArrayList<>();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Permits permits = new Permits(new ConcurrentHashMap<>());
  private final Stock stock = new Stock(this);
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final long taskNanos;
  private final long linkNanos;
  private final double channelNanos;

  private long numbers;
  private long now;

  /** Until when Maven's side computes what it has heard. */
  private long busy;

  private long engineWall;
  private long blockStart;
  private long blockCpu;
  private int blockCalls;
  private double perCall = 5_000;

  /** What the engine has computed, in all. */
  private double engineCpu;

  /**
   * Without nodes.
   *
   * @param taskNanos how long each task takes
   * @param linkNanos from one side to the other
   * @param channelNanos what Maven's side computes for the channel when a frame comes
   */
  PaperHome(long taskNanos, long linkNanos, double channelNanos) {
    this.taskNanos = taskNanos;
    this.linkNanos = linkNanos;
    this.channelNanos = channelNanos;
  }

  /** Who is busy with it: a node, the engine, or the engine and before it the channel. */
  private enum Where {
    THERE,
    HERE,
    CHANNEL
  }

  /** Something that happens at a time; those of one time in the order in which they were said. */
  private record Event(long due, long number, Where where, Runnable work)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int first = Long.compare(due, other.due);
      return first == 0 ? Long.compare(number, other.number) : first;
    }
  }

  /** On a node, which has all its time for it. */
  void there(long due, Runnable work) {
    events.add(new Event(due, numbers++, Where.THERE, work));
  }

  /** On Maven's side, when that has time for it. */
  void here(long due, Runnable work) {
    events.add(new Event(due, numbers++, Where.HERE, work));
  }

  /** The same, and it comes from a node. */
  void heard(long due, Runnable work) {
    events.add(new Event(due, numbers++, Where.CHANNEL, work));
  }

  /** The next event; false where there is none. */
  boolean step() {
    Event next = events.poll();
    if (next == null) {
      return false;
    } else if (next.where == Where.THERE) {
      next.work.run();
    } else {
      double channel = next.where == Where.CHANNEL ? channelNanos : 0;
      now = Math.max(busy, next.due) + (long) channel;
      engine(next.work);
    }
    return true;
  }

  /** The engine computes something now. */
  void engine(Runnable work) {
    long start = System.nanoTime();
    work.run();
    engineWall += System.nanoTime() - start;
    busy = now + (long) perCall;
    if (++blockCalls == BLOCK) {
      endBlock();
    }
  }

  /** Of the CPU time, which does not run while others have the processor, the engine's share. */
  private void endBlock() {
    long wall = System.nanoTime() - blockStart;
    long cpu = threads.getCurrentThreadCpuTime() - blockCpu;
    if (blockStart != 0) {
      double engine = cpu * ((double) engineWall / wall);
      engineCpu += engine;
      perCall = engine / BLOCK;
    }
    engineWall = 0;
    blockCalls = 0;
    blockCpu = threads.getCurrentThreadCpuTime();
    blockStart = System.nanoTime();
  }

  /** Nanoseconds that the engine has computed so far. */
  double engineCpu() {
    return engineCpu;
  }

  long taskNanos() {
    return taskNanos;
  }

  /** When something that Maven's side says now arrives. */
  long arrival() {
    return now + (long) perCall + linkNanos;
  }

  long linkNanos() {
    return linkNanos;
  }

  @Override
  long nanos() {
    return now;
  }

  @Override
  Future<?> after(long nanos, Runnable work) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    here(
        now + nanos,
        () -> {
          if (!future.isDone()) {
            work.run();
          }
        });
    return future;
  }

  @Override
  StockWorker create(StockWorker.Key key, Permits.Permit permit, ListOptions.Bounds bounds) {
    PaperNode node = new PaperNode(this, permit.slot(), stock.guest());
    nodes.add(node);
    return new StockWorker(node, permit, key);
  }

  @Override
  boolean here() {
    return false;
  }

  @Override
  Stock stock() {
    return stock;
  }

  @Override
  Permits permits() {
    return permits;
  }

  @Override
  boolean isTerminating() {
    return false;
  }

  @Override
  void gone(StockWorker member) {
    permits.release(member, member.permit);
  }

  @Override
  Patience patience() {
    return Patience.USUAL;
  }
}
