package dev.parallelexec.report;

import dev.parallelexec.report.JsonLine.Name;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.io.OutputStream;

/** The lines of a trace: a head, an event each (after a comma but for the first), an end. */
final class TraceLines {
  /** What every event begins with, so that a merged trace can give each list a number. */
  static final String PID = "{\"pid\":1,";

  static final Name NAME = new Name("name");
  static final Name CATEGORY = new Name("cat");
  static final Name COLOR = new Name("cname");
  static final Name ARGUMENTS = new Name("args");
  private static final Name UNIT = new Name("displayTimeUnit");
  private static final Name OTHER = new Name("otherData");
  private static final Name MODULE = new Name("module");
  private static final Name RUN = new Name("run");
  private static final Name EVENTS = new Name("traceEvents");
  private static final Name PROCESS = new Name("pid");
  private static final Name THREAD = new Name("tid");
  private static final Name PHASE = new Name("ph");
  private static final Name TIME = new Name("ts");
  private static final Name DURATION = new Name("dur");
  private static final Name ID = new Name("id");
  private static final int MOST_WAITING = 64 * 1024;

  private final OutputStream stream;
  private final Bytes lines = new Bytes();
  private final JsonLine out = new JsonLine(lines);
  private boolean more;

  TraceLines(OutputStream stream) {
    this.stream = stream;
  }

  void begin(ListHead head) {
    out.begin().text(UNIT, "ms").object(OTHER);
    out.text(MODULE, head.build().module()).text(RUN, head.build().run()).end().array(EVENTS);
  }

  /** A name of the process, or of a thread. */
  void name(String kind, int tid, String name) throws IOException {
    event("M", tid, 0).text(NAME, kind).object(ARGUMENTS).text(NAME, name).end();
    close();
  }

  /** Begins a slice, which is to be named and closed. */
  JsonLine slice(int tid, long from, long to) {
    return event("X", tid, from).number(DURATION, Math.max(0, to - from));
  }

  /** The name of a slice, and its colour where colours can be asked for. */
  void outcome(String name, Outcome outcome) {
    out.text(NAME, name).text(CATEGORY, outcome.label()).text(COLOR, color(outcome));
  }

  private static String color(Outcome outcome) {
    return switch (outcome) {
      case PASSED, UP_TO_DATE -> "good";
      case FAILED, TIMED_OUT -> "bad";
      case CRASHED, OUT_OF_MEMORY -> "terrible";
      case CANCELLED -> "grey";
    };
  }

  void async(String kind, String category, String id, String name, long at) throws IOException {
    event(kind, 0, at).text(CATEGORY, category).text(ID, id).text(NAME, name);
    close();
  }

  void counter(String name, Name unit, long at, long value) throws IOException {
    event("C", 0, at).text(NAME, name).object(ARGUMENTS).number(unit, value).end();
    close();
  }

  private JsonLine event(String kind, int tid, long at) {
    lines.add('\n');
    if (more) {
      lines.add(',');
    }
    more = true;
    return out.begin().number(PROCESS, 1).number(THREAD, tid).text(PHASE, kind).number(TIME, at);
  }

  void close() throws IOException {
    out.end();
    if (lines.size() >= MOST_WAITING) {
      flush();
    }
  }

  void end() throws IOException {
    lines.add('\n');
    out.endArray().end();
    lines.add('\n');
    flush();
  }

  private void flush() throws IOException {
    stream.write(lines.array(), 0, lines.size());
    lines.clear();
  }
}
