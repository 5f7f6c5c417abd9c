package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a list would run: a block on the console, and {@code dry-run.json}, which holds all of
 * it. What an earlier run left stays. For one thread.
 */
public final class DryRun implements AutoCloseable {
  static final String NAME = "dry-run.json";

  /** Beyond so many nobody reads on; the file has them. */
  static final int MOST_LINES = 1_000;

  private final ListHead head;
  private final ReportOptions options;
  private final Console console;
  private final Writer file;
  private final JsonGenerator json;
  private final List<String> lines = new ArrayList<>();
  private int all;
  private int runs;

  /**
   * Begins.
   *
   * @throws IOException with a sentence for the user, where the file cannot be written
   */
  public DryRun(ListHead head, ReportOptions options, Console console) throws IOException {
    this.head = head;
    this.options = options;
    this.console = console;
    Path place = options.directory().resolve(NAME);
    try {
      Files.createDirectories(options.directory());
      file = new BufferedWriter(Files.newBufferedWriter(place));
      json = new Json().generator(file);
      json.writeStartObject();
      json.writeNumberField("schema", ResultText.SCHEMA);
      json.writeStringField("execution", head.execution());
      json.writeStringField("mode", head.mode().label());
      json.writeNumberField("workers", head.workers());
      json.writeArrayFieldStart("tasks");
    } catch (IOException e) {
      throw new IOException("The dry run cannot be written to " + place + ": " + e, e);
    }
  }

  /**
   * The next task.
   *
   * @param why it would run, in a sentence; null where it would not
   */
  public void task(Task task, @Nullable String why) throws IOException {
    List<String> arguments = task.arguments().values().stream().map(Text::toString).toList();
    json.writeStartObject();
    json.writeNumberField("index", task.index());
    json.writeStringField("id", task.id());
    json.writeStringField("call", task.call().text());
    json.writeArrayFieldStart("arguments");
    for (String argument : arguments) {
      json.writeString(argument);
    }
    json.writeEndArray();
    json.writeBooleanField("runs", why != null);
    if (why != null) {
      json.writeStringField("why", why);
    }
    json.writeEndObject();
    json.writeRaw('\n');
    all++;
    if (why != null && runs++ < MOST_LINES) {
      String reason = task.claims().incremental() ? ", because " + Words.message(why) : "";
      String called = Evidence.called(task.call(), arguments);
      lines.add("  " + Words.id(task.id()) + ": " + called + reason);
    }
  }

  /** Prints the block, and ends the file. */
  @Override
  public void close() throws IOException {
    try (file) {
      json.writeEndArray();
      json.writeEndObject();
      json.close();
    }
    StringBuilder text = new StringBuilder(head.prefix());
    text.append("Dry run: ").append(told()).append(" would run, none does");
    lines.forEach(line -> text.append('\n').append(line));
    if (runs > lines.size()) {
      text.append("\n  and ").append(runs - lines.size()).append(" more");
    }
    text.append("\n  All in ").append(options.shown(options.directory().resolve(NAME)));
    console.info(text.toString());
  }

  private String told() {
    return runs == all ? Words.tasks(all) : runs + " of " + Words.tasks(all);
  }
}
