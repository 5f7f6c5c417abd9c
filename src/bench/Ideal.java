import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What no pool of processes can beat: threads of a fixed pool that call the work themselves, with
 * nothing in between. Several such JVMs share the tasks through a file in which each task has a
 * flag; whoever sets it first has the task.
 *
 * <pre>
 * Ideal &lt;threads&gt; &lt;flags file&gt; function same|hash &lt;tasks&gt;      prints SUM, the sum and the tasks it did
 * Ideal &lt;threads&gt; &lt;flags file&gt; main &lt;class&gt; &lt;file of lines&gt; &lt;argument&gt;...
 * </pre>
 *
 * A line has two columns, between them a bar, which replace {@code {1}} and {@code {2}} in the
 * arguments. The flags file has to be there, empty.
 */
public final class Ideal {
  private static final VarHandle FLAG =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final int threads;
  private final Path flags;

  private Ideal(int threads, Path flags) {
    this.threads = threads;
    this.flags = flags;
  }

  public static void main(String[] arguments) throws Exception {
    Ideal ideal = new Ideal(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
    List<Callable<Long>> tasks =
        arguments[2].equals("function")
            ? functions(arguments[3], Integer.parseInt(arguments[4]))
            : mains(
                arguments[3],
                Path.of(arguments[4]),
                List.of(arguments).subList(5, arguments.length));
    ideal.run(tasks);
    System.exit(0);
  }

  private static List<Callable<Long>> functions(String name, int count) {
    List<Callable<Long>> tasks = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      long n = i;
      tasks.add(() -> Work.call(name, n));
    }
    return tasks;
  }

  private static List<Callable<Long>> mains(String main, Path lines, List<String> template)
      throws Exception {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (String line : Files.readAllLines(lines)) {
      String[] columns = line.split("\\|");
      String[] arguments =
          template.stream()
              .map(word -> word.replace("{1}", columns[0]).replace("{2}", columns[1]))
              .toArray(String[]::new);
      tasks.add(
          () -> {
            Trap.run(main, arguments);
            return 0L;
          });
    }
    return tasks;
  }

  private void run(List<Callable<Long>> tasks) throws Exception {
    ByteBuffer claimed = map(4L * tasks.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Long>> futures = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      int at = 4 * i;
      Callable<Long> task = tasks.get(i);
      futures.add(
          pool.submit(() -> FLAG.compareAndSet(claimed, at, 0, 1) ? task.call() : (Long) null));
    }
    long sum = 0;
    int done = 0;
    for (Future<Long> future : futures) {
      Long result = future.get();
      if (result != null) {
        sum += result;
        done++;
      }
    }
    pool.shutdown();
    System.out.println("SUM " + sum + " " + done);
  }

  private ByteBuffer map(long bytes) throws Exception {
    try (FileChannel channel =
        FileChannel.open(flags, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    }
  }
}
