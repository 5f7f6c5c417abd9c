package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Makes JSON text. */
final class Json {
  private static final int DEEPEST = 10_000;

  /** Made at the first use, which a short list may never come to: it loads 50 classes. */
  private static final class Made {
    static final JsonFactory FACTORY =
        new JsonFactoryBuilder()
            .rootValueSeparator("")
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
  }

  /** What is written comes back as text. */
  String text(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = generator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes into the text; what was written is there after a flush of the generator. */
  JsonGenerator generator(Writer text) throws IOException {
    return Made.FACTORY.createGenerator(text);
  }

  /**
   * Writes UTF-8; what was written is there after a flush of the generator. Through a writer: given
   * a stream, the generator refuses half a surrogate pair.
   */
  JsonGenerator generator(OutputStream out) throws IOException {
    return Made.FACTORY.createGenerator(new Utf8Writer(out));
  }

  /** Reads. */
  JsonParser parser(String text) throws IOException {
    return Made.FACTORY.createParser(text);
  }

  /**
   * The same JSON, well-formed for sure and in one line. Text that is not one JSON value becomes a
   * JSON string: it was made in another process and proves nothing by itself.
   */
  String checked(String value) {
    if (plain(value)) {
      return value;
    }
    try {
      return copy(value);
    } catch (JsonProcessingException e) {
      return text(json -> json.writeString(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this is JSON at a glance: most results are; a parser costs more than all the rest. */
  private static boolean plain(String value) {
    if (value.equals("null") || value.equals("true") || value.equals("false")) {
      return true;
    }
    int length = value.length();
    if (length > 1 && value.charAt(0) == '"' && value.charAt(length - 1) == '"') {
      for (int i = 1; i < length - 1; i++) {
        if (!needsNoEscape(value.charAt(i))) {
          return false;
        }
      }
      return true;
    }
    boolean number = length == 1 || (length > 1 && value.charAt(0) != '0');
    for (int i = 0; i < length; i++) {
      number &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    return number;
  }

  private static boolean needsNoEscape(int c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  }

  private String copy(String value) throws IOException {
    StringWriter text = new StringWriter(value.length() + 16);
    try (JsonParser parser = Made.FACTORY.createParser(value);
        JsonGenerator json = generator(text)) {
      if (parser.nextToken() == null) {
        throw new JsonParseException(parser, "no value");
      }
      int depth = 0;
      do {
        copyToken(parser, json);
        depth += parser.currentToken().isStructStart() ? 1 : 0;
        depth -= parser.currentToken().isStructEnd() ? 1 : 0;
      } while (depth > 0 && parser.nextToken() != null);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
    }
    return text.toString();
  }

  /** Numbers as they are written: a copy by value would round them. */
  private static void copyToken(JsonParser parser, JsonGenerator json) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isNumeric()) {
      json.writeNumber(parser.getText());
    } else {
      json.copyCurrentEvent(parser);
    }
  }

  /** Writes JSON. */
  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }
}
