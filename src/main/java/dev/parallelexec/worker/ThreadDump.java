package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import java.io.IOException;
import java.util.Map;

/**
 * Tells what all threads do. In a thread of its own, since the channel's must not wait: what is
 * loaded here may need a lock that the user's code holds.
 */
final class ThreadDump implements Runnable {
  private final FrameWriter writer;
  private final long seq;

  ThreadDump(FrameWriter writer, long seq) {
    this.writer = writer;
    this.seq = seq;
  }

  @Override
  public void run() {
    String text;
    try {
      text = withLocks();
    } catch (Exception | LinkageError e) {
      text = plain();
    }
    try {
      writer.send(new Frame.Dumped(seq, text));
    } catch (IOException e) {
      // The channel's thread sees the end of the channel, too, and ends the JVM.
    }
  }

  /** HotSpot's own dump; by name, since a runtime image may lack its modules. */
  private static String withLocks() throws ReflectiveOperationException {
    Class<?> name = Class.forName("javax.management.ObjectName");
    Object server =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getPlatformMBeanServer")
            .invoke(null);
    Object text =
        Class.forName("javax.management.MBeanServer")
            .getMethod("invoke", name, String.class, Object[].class, String[].class)
            .invoke(
                server,
                name.getConstructor(String.class)
                    .newInstance("com.sun.management:type=DiagnosticCommand"),
                "threadPrint",
                new Object[] {new String[] {"-l"}},
                new String[] {String[].class.getName()});
    return text.toString();
  }

  /** Without locks. */
  static String plain() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      Thread thread = entry.getKey();
      text.append('"').append(thread.getName()).append('"');
      text.append(thread.isDaemon() ? " daemon " : " ").append(thread.getState()).append('\n');
      for (StackTraceElement frame : entry.getValue()) {
        text.append("\tat ").append(frame).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }
}
