package dev.parallelexec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts the parts together that tell people of a list while it runs and when it ends. */
final class Telling {
  private Telling() {}

  /**
   * In the order in which they depend on each other.
   *
   * @param slow told of every attempt that runs long
   */
  static List<ReportPart> parts(
      ListHead head,
      ReportOptions options,
      Voice voice,
      Progress progress,
      ResultsFile.Sources sources,
      ResultsFile results,
      Consumer<Progress.Running> slow) {
    View view = options.view();
    Ink ink = new Ink(voice.color());
    Crew crew = sources.crew();
    Estimate estimate = new Estimate(head, progress);
    Footer footer = new Footer(head, view, progress, estimate, crew, ink);
    LiveFooter live = new LiveFooter(footer, progress, voice);
    List<ReportPart> parts = new ArrayList<>();
    parts.addAll(
        List.of(
            crew,
            estimate,
            new SlowWatch(progress, view, slow),
            live,
            new WorkerLines(head, options, voice, crew),
            new ConsoleReport(head, options, voice, progress, sources.logs(), live),
            new EndLines(head, options, voice, progress, crew, results),
            new Heartbeat(head, view, progress, estimate, voice)));
    parts.addAll(view.ci().parts(head, view, voice));
    return parts;
  }
}
