package dev.parallelexec.remote.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task does on its node before it has its order. */
class ReceptionTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir private Path dir;

  @Test
  void aDirectoryOfTheSameNameProvesNothing() throws IOException {
    Path marker = Files.writeString(dir.resolve("marker"), "abc");
    Path other = Files.writeString(dir.resolve("other"), "abd");
    Message right = Message.of(Message.Kind.LOOK, 3, "abc", "" + marker);
    Message missing = Message.of(Message.Kind.LOOK, 3, "abc", "" + marker, dir + "/absent");
    Message wrong = Message.of(Message.Kind.LOOK, 3, "abc", "" + marker, "" + other);
    Order order = new Order("l\n", "java", List.of(), List.of(), "M", Map.of(), "/d");

    assertThat(order(right, missing, wrong, order.message(3))).isEqualTo(order);
    Link heard = link(said.toByteArray());
    assertThat(heard.receive().texts()).containsExactly("n", "7", dir.toString());
    assertThat(heard.receive().text()).isEqualTo("true");
    assertThat(heard.receive().text()).isEqualTo("false");
    assertThat(heard.receive().text()).isEqualTo("false");
    assertThat(heard.receive()).isNull();
  }

  @Test
  void nothingIsStartedThatIsNotWanted() throws IOException {
    assertThat(order(Message.of(Message.Kind.KILL, 3))).isNull();
    assertThat(order()).isNull();
  }

  private Order order(Message... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Link home = new Link(InputStream.nullInputStream(), bytes, bytes);
    for (Message message : messages) {
      home.send(message);
    }
    Link link = new Link(new ByteArrayInputStream(bytes.toByteArray()), said, said);
    return new Reception(3, new Node("n", "7", dir, UnaryOperator.identity()), link).order();
  }

  private static Link link(byte[] bytes) {
    ByteArrayOutputStream nothing = new ByteArrayOutputStream();
    return new Link(new ByteArrayInputStream(bytes), nothing, nothing);
  }
}
