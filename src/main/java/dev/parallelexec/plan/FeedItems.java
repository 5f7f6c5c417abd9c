package dev.parallelexec.plan;

import org.jspecify.annotations.Nullable;

/** Items that a function hands out; it can be asked once. */
final class FeedItems implements ItemSource {
  private final ItemFeed feed;
  private boolean opened;

  FeedItems(ItemFeed feed) {
    this.feed = feed;
  }

  @Override
  public String parameter() {
    return "itemsFunction";
  }

  @Override
  public long size() {
    return -1;
  }

  @Override
  public boolean listable() {
    return false;
  }

  @Override
  public Cursor open() throws PlanException {
    if (opened) {
      throw new PlanException("itemsFunction: its items were pulled before, and can be only once");
    }
    opened = true;
    return new Cursor() {
      @Override
      public @Nullable Item next() throws PlanException, InterruptedException {
        return pull();
      }

      @Override
      public void close() {
        feed.close();
      }
    };
  }

  private @Nullable Item pull() throws PlanException, InterruptedException {
    try {
      String text = feed.next();
      return text == null ? null : Item.of(text);
    } catch (InterruptedException | PlanException e) {
      throw e;
    } catch (Exception e) {
      throw new PlanException("itemsFunction: " + e.getMessage(), e);
    }
  }
}
