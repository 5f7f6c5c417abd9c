package dev.parallelexec.remote.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.Placement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinkTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Link writer = new Link(InputStream.nullInputStream(), bytes, bytes);

  @Test
  @DisplayName("What is sent arrives, and the end between two messages is an end")
  void carriesMessages() throws IOException {
    writer.send(Message.of(Message.Kind.PLACED, 3, "nöde", "", "7"));
    writer.send(new Message(Message.Kind.OUT, 1 << 30, new byte[] {0, -1}));
    writer.send(Message.of(Message.Kind.READY, 0));

    Link reader = reader(bytes.toByteArray());
    Message placed = reader.receive();
    assertThat(placed.kind()).isEqualTo(Message.Kind.PLACED);
    assertThat(placed.worker()).isEqualTo(3);
    assertThat(placed.texts()).containsExactly("nöde", "", "7");
    Message out = reader.receive();
    assertThat(out.worker()).isEqualTo(1 << 30);
    assertThat(out.body()).containsExactly(0, -1);
    assertThat(reader.receive().texts()).isEmpty();
    assertThat(reader.receive()).isNull();
  }

  @Test
  @DisplayName("An order keeps all that it has, and tells nobody of its line and environment")
  void carriesOrders() {
    Placement.Worker worker =
        new Placement.Worker(
            1,
            Path.of("/jdk/bin/java"),
            List.of("-Xmx1g", ""),
            List.of(Path.of("/not/this")),
            "a.Main",
            Map.of("A", "b c", "SECRET", "hush"),
            Path.of("/work"));
    List<Path> files = List.of(Path.of("/f/1.jar"), Path.of("/f/2.jar"));
    Order order = Order.of(worker, files, "5 hush\n", text -> text.replace("/work", "/there"));

    assertThat(Order.of(order.message(9))).isEqualTo(order);
    assertThat(order.directory()).isEqualTo("/there");
    assertThat(order.files()).containsExactly("/f/1.jar", "/f/2.jar");
    assertThat(order.toString()).doesNotContain("hush");
  }

  @Test
  @DisplayName("Who speaks another language, or ends in the middle of a word, is no partner")
  void refusesStrangers() throws IOException {
    Link stranger = reader("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(stranger::receive)
        .hasMessage("the other side does not speak the plugin's language");

    writer.send(Message.of(Message.Kind.LOST, 1, "why"));
    byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
    assertThatThrownBy(() -> reader(cut).receive()).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> reader(bytes.toByteArray()).receive(2))
        .hasMessage("the other side does not speak the plugin's language");
  }

  private static Link reader(byte[] bytes) {
    return new Link(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), () -> {});
  }
}
