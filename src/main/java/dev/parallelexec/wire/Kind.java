package dev.parallelexec.wire;

/** The kinds of {@link Frame}, in the order of their numbers on the wire. */
public enum Kind {
  HELLO,
  SETUP,
  READY,
  OPEN,
  OPENED,
  RUN,
  STARTED,
  OUTPUT,
  DONE,
  RECALL,
  RETURNED,
  DUMP,
  DUMPED,
  INTERRUPT,
  PART,
  REDUCE,
  ITEMS,
  PULL,
  ITEM_CHUNK,
  EXITING,
  CLOSE,
  CLOSED,
  QUIT
}
