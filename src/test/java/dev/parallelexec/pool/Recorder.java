package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Keeps everything that a listener hears, for tests. */
public class Recorder implements PoolListener {
  private final TreeMap<Integer, TaskResult> results = new TreeMap<>();
  private final List<String> events = new ArrayList<>();
  private final StringBuilder output = new StringBuilder();
  private final List<String> notices = new ArrayList<>();

  @Override
  public synchronized void started(Task task, int number, Worker worker) {
    events.add("started " + task.id() + " " + number);
  }

  @Override
  public synchronized void output(Task task, int number, Stream stream, byte[] bytes, int length) {
    output.append(task.id()).append('|').append(stream).append('|');
    output.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void takenBack(Task task, int number, Worker worker, String reason) {
    events.add("takenBack " + task.id() + " " + number);
  }

  @Override
  public synchronized void attemptEnded(Task task, Attempt attempt, boolean again) {
    events.add("ended " + task.id() + " " + attempt.number() + " " + attempt.outcome().label());
  }

  @Override
  public synchronized void finished(TaskResult result) {
    TaskResult before = results.put(result.task().index(), result);
    if (before != null) {
      throw new IllegalStateException("told twice: " + before + " and " + result);
    }
  }

  @Override
  public synchronized void notice(String text) {
    notices.add(text);
  }

  public synchronized List<TaskResult> results() {
    return new ArrayList<>(results.values());
  }

  public synchronized List<String> values() {
    return results.values().stream().map(result -> result.last().value()).toList();
  }

  public synchronized List<String> outcomes() {
    return results.values().stream().map(result -> result.outcome().label()).toList();
  }

  public synchronized List<String> events() {
    return new ArrayList<>(events);
  }

  public synchronized String output() {
    return output.toString();
  }

  public synchronized List<String> notices() {
    return new ArrayList<>(notices);
  }
}
