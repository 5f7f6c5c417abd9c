package dev.parallelexec.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the cache has for a fingerprint, as JSON text with a hash over all of it:
 *
 * <pre>
 * {"schema":1,"outputs":[{"path":…,"hash":…,"size":…,"executable":…}],"value":…,"object":…,"check":…}
 * </pre>
 *
 * <p>Outputs stand first, so that one who asks for their sizes need not read results.
 *
 * @param outputs what the task wrote
 * @param value what it returned, as JSON text
 * @param object what it returned, for a reducer; empty without one
 */
record CacheEntry(List<CachedFile> outputs, String value, byte[] object) {
  private static final int SCHEMA = 1;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{" + Sha256.LENGTH + "}");

  /** Half a surrogate pair, which a result may have, comes back only where it is escaped. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** Copies the list. */
  CacheEntry {
    outputs = List.copyOf(outputs);
  }

  /**
   * Reads an entry.
   *
   * @throws DamagedException where it is not what was written
   */
  static CacheEntry read(Path file) throws IOException {
    Reading reading = new Reading();
    reading.read(file, false);
    CacheEntry entry = new CacheEntry(reading.outputs, reading.value, reading.object);
    if (!entry.check().equals(reading.check)) {
      throw new DamagedException(file + " is damaged: its check does not match");
    }
    return entry;
  }

  /**
   * Reads the outputs alone, and checks nothing.
   *
   * @throws DamagedException where it is not what was written
   */
  static List<CachedFile> outputs(Path file) throws IOException {
    Reading reading = new Reading();
    reading.read(file, true);
    return reading.outputs;
  }

  void writeTo(OutputStream out) throws IOException {
    try (Writer text = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
        JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("schema", SCHEMA);
      json.writeArrayFieldStart("outputs");
      for (CachedFile output : outputs) {
        json.writeStartObject();
        json.writeStringField("path", output.path());
        json.writeStringField("hash", output.hash());
        json.writeNumberField("size", output.size());
        json.writeBooleanField("executable", output.executable());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("value", value);
      json.writeStringField("object", Base64.getEncoder().encodeToString(object));
      json.writeStringField("check", check());
      json.writeEndObject();
    }
  }

  private String check() {
    Sha256 hash = new Sha256();
    for (CachedFile output : outputs) {
      hash.add(output.path()).add(output.hash()).add(output.size() + " " + output.executable());
    }
    return hash.add(value).add(object, object.length).hex();
  }

  /** What was read so far. */
  private static final class Reading {
    private List<CachedFile> outputs = List.of();
    private String value = "";
    private byte[] object = {};
    private @Nullable String check;
    private int schema;

    void read(Path file, boolean outputsOnly) throws IOException {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
          JsonParser json = JSON.createParser(in)) {
        expect(json, json.nextToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          field(name, json);
          expect(json, schema == SCHEMA);
          if (outputsOnly && name.equals("outputs")) {
            return;
          }
        }
        expect(json, json.currentToken() == JsonToken.END_OBJECT);
      } catch (JsonProcessingException e) {
        throw new DamagedException(file + " is damaged: " + e.getOriginalMessage(), e);
      } catch (CharConversionException | IllegalArgumentException e) {
        throw new DamagedException(file + " is damaged: " + e.getMessage(), e);
      }
    }

    private void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "schema" -> schema = json.getValueAsInt();
        case "outputs" -> outputs = outputs(json);
        case "value" -> value = text(json);
        case "object" -> object = Base64.getDecoder().decode(text(json));
        case "check" -> check = text(json);
        default -> expect(json, false);
      }
    }

    private static List<CachedFile> outputs(JsonParser json) throws IOException {
      List<CachedFile> outputs = new ArrayList<>();
      expect(json, json.currentToken() == JsonToken.START_ARRAY);
      while (json.nextToken() == JsonToken.START_OBJECT) {
        outputs.add(output(json));
      }
      expect(json, json.currentToken() == JsonToken.END_ARRAY);
      return outputs;
    }

    private static CachedFile output(JsonParser json) throws IOException {
      String path = "";
      String hash = "";
      long size = 0;
      boolean executable = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "path" -> path = text(json);
          case "hash" -> hash = text(json);
          case "size" -> size = json.getValueAsLong();
          case "executable" -> executable = json.getValueAsBoolean();
          default -> expect(json, false);
        }
      }
      // It becomes a part of a path.
      expect(json, HASH.matcher(hash).matches());
      return new CachedFile(path, hash, size, executable);
    }

    private static String text(JsonParser json) throws IOException {
      expect(json, json.currentToken() == JsonToken.VALUE_STRING);
      return json.getText();
    }

    private static void expect(JsonParser json, boolean holds) throws DamagedException {
      if (!holds) {
        throw new DamagedException("not expected at " + json.currentLocation().offsetDescription());
      }
    }
  }
}
