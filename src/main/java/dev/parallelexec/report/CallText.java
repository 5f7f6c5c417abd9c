package dev.parallelexec.report;

import dev.parallelexec.task.Call;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a task calls, as text: nearly all tasks of a list call the same, so it is put together once.
 * Not for several threads.
 */
final class CallText {
  private @Nullable Call call;
  private String text = "";
  private byte[] bytes = {};

  @SuppressWarnings("ReferenceEquality") // another of the same text is only put together again
  String of(Call next) {
    if (next != call) {
      call = next;
      text = next.text();
      bytes = text.getBytes(StandardCharsets.UTF_8);
    }
    return text;
  }

  /** The same in UTF-8, not to be changed. */
  byte[] bytes(Call next) {
    of(next);
    return bytes;
  }
}
