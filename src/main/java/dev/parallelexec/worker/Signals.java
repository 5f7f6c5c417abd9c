package dev.parallelexec.worker;

/**
 * Has the worker ignore what a terminal sends: Ctrl-C goes to the whole group of processes, and it
 * is Maven that decides what becomes of its workers. In a thread of its own, since reflection takes
 * its time in a fresh JVM. By name, since a runtime image may lack the module; an option such as
 * {@code -Xrs} forbids it.
 */
final class Signals implements Runnable {
  @Override
  public void run() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignored = handler.getField("SIG_IGN").get(null);
      for (String name : new String[] {"INT", "HUP"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), ignored);
      }
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      // Then such a signal ends this worker in the moment in which Maven would do so.
    }
  }
}
