package dev.parallelexec.worker;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.wire.Frame;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;

/** The items that a function yields, asked for piece by piece. */
final class ItemSource {
  /** Characters after which a piece is sent, even if it has fewer items than asked for. */
  private static final int ENOUGH = 1 << 20;

  private final Call call;
  private final OpenList list;
  private final ClassLoader loader;

  /** Null for an array, which is read in place: a copy would box all of its primitives at once. */
  private @Nullable Iterator<?> items;

  private @Nullable Object source;
  private boolean ended;
  private long count;

  ItemSource(Call call, OpenList list, ClassLoader loader) {
    this.call = call;
    this.list = list;
    this.loader = loader;
  }

  /** Up to so many items; the function is called at the first time. */
  Frame.ItemChunk pull(int most) {
    List<String> chunk = new ArrayList<>();
    Failure failure = null;
    try {
      if (source == null && !ended) {
        items = open(Lookup.find(call, loader).call(list, List.of()));
      }
      int characters = 0;
      while (!ended && chunk.size() < most && characters < ENOUGH) {
        Object from = source;
        Object item;
        if (from != null && from.getClass().isArray() && count < Array.getLength(from)) {
          item = Array.get(from, (int) count);
        } else if (items != null && items.hasNext()) {
          item = items.next();
        } else {
          close();
          break;
        }
        if (item == null) {
          throw new Refusal(call.text(), " yielded null as item ", count, " (counted from 0)");
        }
        String text = item.toString();
        chunk.add(text);
        characters += text.length();
        count++;
      }
    } catch (Throwable e) {
      ended = true;
      failure = Failures.of(e);
    }
    return new Frame.ItemChunk(chunk, ended, failure);
  }

  private @Nullable Iterator<?> open(@Nullable Object result) throws Refusal {
    source = result;
    if (result instanceof Iterable<?> iterable) {
      return iterable.iterator();
    } else if (result instanceof Iterator<?> iterator) {
      return iterator;
    } else if (result instanceof BaseStream<?, ?> stream) {
      return stream.iterator();
    } else if (result != null && result.getClass().isArray()) {
      return null;
    }
    throw new Refusal(
        call.text(),
        " yields no items: it returned ",
        result == null ? "null" : "a ".concat(result.getClass().getName()),
        " instead of an Iterable, Iterator, Stream or array");
  }

  private void close() throws Exception {
    ended = true;
    if (source instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
