package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A worker as those see it who use it: the engine of a list, the stock, a feed of items. It is one
 * guest's at a time. For any thread.
 */
interface Worker {
  /** Who uses a worker. Called on the worker's own threads; after {@code gone}, never again. */
  interface Guest {
    /** It takes tasks from now on. */
    void ready(Worker worker);

    /**
     * It said something.
     *
     * @throws Breach where it should not have; the worker is then ended
     */
    void frame(Worker worker, Frame frame);

    /** Its process wrote to standard output or error past our streams. */
    void raw(Worker worker, boolean err, byte[] bytes, int length);

    /** It is gone; the last call. */
    void gone(Worker worker, Death death);
  }

  /** Starts it; once. */
  void start();

  /** Its number for people, from 1. */
  int slot();

  /** Of its process; 0 before that has started. */
  long pid();

  /** The name of the machine that it is on; empty where that is this one, or not known yet. */
  default String node() {
    return "";
  }

  /** Whether it takes tasks: it has said so, and nobody has ended it. */
  boolean isReady();

  /** How far it has come. */
  Death.Stage stage();

  /**
   * What its task thread did when it was last asked for a dump, as a stack; empty where that is not
   * known, null where it has not told.
   */
  @Nullable String whereabouts();

  /** Another guest; false where it is gone already, and the guest will hear nothing. */
  boolean attach(Guest next);

  /** Buffers a frame; it may be lost where the worker is dying, of which the guest will hear. */
  void write(Frame frame);

  /** As {@link #write}, an attempt with the files that go with it. */
  default void run(Frame.Run frame, Cargo cargo) {
    write(frame);
  }

  /** Sends a frame, and what was buffered. */
  void send(Frame frame);

  /**
   * As {@link #send}, for a thread that must not wait: a worker that does not read, because it is
   * stopped, may have its channel full.
   */
  void sendAside(Frame frame);

  /** Sends what was buffered. */
  void flush();

  /** Ends it in good order. */
  void quit();

  /** Ends it and all its descendants, now. */
  void kill();
}
