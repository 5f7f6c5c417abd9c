package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that has come to its node, until it knows what to start: Maven's side looks through its
 * eyes whether the node shares files, and has it start what keeps them where it does not.
 */
final class Reception {
  private final int number;
  private final Node node;
  private final Link home;

  /** Says nothing yet. */
  Reception(int number, Node node, Link home) {
    this.number = number;
    this.node = node;
    this.home = home;
  }

  /** What is to be started; null where nothing is any more. Blocks. */
  @Nullable Order order() throws IOException {
    home.send(
        Message.of(
            Message.Kind.ARRIVED,
            number,
            node.name(),
            node.executor(),
            node.directory().toString()));
    for (Message message = home.receive(); message != null; message = home.receive()) {
      switch (message.kind()) {
        case LOOK -> look(message.texts());
        case OUTPOST -> outpost(message.texts());
        case GO -> {
          return Order.of(message);
        }
        default -> {
          return null;
        }
      }
    }
    return null;
  }

  /** Whether all files hold the same content, which is the first text. */
  private void look(List<String> texts) throws IOException {
    boolean all = true;
    for (String file : texts.subList(1, texts.size())) {
      all &= texts.get(0).equals(content(Path.of(file)));
    }
    home.send(Message.of(Message.Kind.SEEN, number, Boolean.toString(all)));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  private void outpost(List<String> texts) throws IOException {
    try {
      new NodeDepot(node, why -> refuse(why)).start(texts.get(0), texts.get(1));
    } catch (IOException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String why) {
    try {
      home.send(Message.of(Message.Kind.NO_OUTPOST, number, why));
    } catch (IOException e) {
      // Home is gone; who reads from it notices.
    }
  }
}
