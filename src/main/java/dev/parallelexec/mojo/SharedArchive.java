package dev.parallelexec.mojo;

/** Whether workers start from an archive of their classes. */
enum SharedArchive {
  /** Where there can be one. */
  AUTO("auto"),
  OFF("off");

  private final String label;

  SharedArchive(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
