package dev.parallelexec.mojo;

import dev.parallelexec.task.Labelled;

/** Whether workers start from an archive of their classes. */
enum SharedArchive implements Labelled {
  /** Where there can be one. */
  AUTO("auto"),
  OFF("off");

  private final String label;

  SharedArchive(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
