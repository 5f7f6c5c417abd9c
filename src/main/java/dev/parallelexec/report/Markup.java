package dev.parallelexec.report;

import java.io.IOException;
import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML or XML. All text goes through the platform's own writer, which escapes, and before it
 * through {@link PlainText}, so that no text can become markup.
 */
final class Markup {
  private final XMLStreamWriter out;

  /** Where that writes to. */
  private final Utf8Writer characters;

  /** Whether the platform's writer may still hold something back. */
  private boolean pending;

  private Markup(XMLStreamWriter out, Utf8Writer characters) {
    this.out = out;
    this.characters = characters;
  }

  /** An HTML page. */
  static Markup html(OutputStream stream) throws IOException {
    Markup markup = on(stream);
    markup.raw(() -> markup.out.writeDTD("<!DOCTYPE html>\n"));
    return markup;
  }

  /** An XML document. */
  static Markup xml(OutputStream stream) throws IOException {
    Markup markup = on(stream);
    markup.raw(() -> markup.out.writeStartDocument("UTF-8", "1.0"));
    return markup.line();
  }

  private static Markup on(OutputStream stream) throws IOException {
    try {
      // Through a writer: given a stream, the platform's one writes half a surrogate pair at a
      // time.
      Utf8Writer characters = new Utf8Writer(stream);
      return new Markup(
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(characters), characters);
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String name, String... attributes) throws IOException {
    pending = true;
    try {
      out.writeStartElement(name);
      attributes(attributes);
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    return this;
  }

  /** Ends the element that was begun last. */
  Markup close() throws IOException {
    pending = true;
    try {
      out.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    return this;
  }

  Markup text(String text) throws IOException {
    pending = true;
    try {
      out.writeCharacters(PlainText.of(text));
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    return this;
  }

  /** An element with nothing but text in it. */
  Markup leaf(String name, String text, String... attributes) throws IOException {
    return open(name, attributes).text(text).close();
  }

  /** An element that cannot have anything in it; not for HTML's other elements. */
  Markup empty(String name, String... attributes) throws IOException {
    return raw(
        () -> {
          out.writeEmptyElement(name);
          attributes(attributes);
        });
  }

  /** Whether a text may stand anywhere in markup as it is. */
  static boolean verbatim(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!verbatim(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a character, or a byte of UTF-8, may. */
  static boolean verbatim(int c) {
    return c >= ' ' && c <= '~' && c != '<' && c != '>' && c != '&' && c != '"' && c != '\'';
  }

  /** What is markup already, for what is written for each task; texts in it are verbatim. */
  Markup markup(Bytes markup) throws IOException {
    if (pending) {
      raw(out::flush);
      pending = false;
    }
    characters.write(markup);
    return this;
  }

  /** A line end, for those who read the source. */
  Markup line() throws IOException {
    return text("\n");
  }

  /** Writes what is left; the stream stays open. */
  void end() throws IOException {
    raw(
        () -> {
          out.writeEndDocument();
          out.flush();
        });
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      out.writeAttribute(attributes[i], PlainText.of(attributes[i + 1]));
    }
  }

  private Markup raw(Writing writing) throws IOException {
    pending = true;
    try {
      writing.run();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    return this;
  }

  private interface Writing {
    void run() throws XMLStreamException;
  }
}
