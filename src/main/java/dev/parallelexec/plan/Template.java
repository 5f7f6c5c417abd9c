package dev.parallelexec.plan;

import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text of the POM with placeholders: {@code {item}}, {@code {1}}, … Two opening braces are one; a
 * closing brace alone is itself. What is put in is never looked at again.
 */
public final class Template {
  private final List<Piece> pieces;
  private final @Nullable Text constant;
  private final boolean globs;

  /** A literal, a placeholder or a column, whichever is set; column 0 is none. */
  private record Piece(String literal, @Nullable Placeholder placeholder, int column) {
    static Piece literal(String text) {
      return new Piece(text, null, 0);
    }
  }

  private Template(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
    this.constant = pieces.isEmpty() ? Text.of("") : whole(pieces);
    this.globs = pieces.stream().anyMatch(piece -> FileGlob.isGlob(piece.literal()));
  }

  private static @Nullable Text whole(List<Piece> pieces) {
    Piece first = pieces.get(0);
    boolean literal = first.placeholder() == null && first.column() == 0;
    return pieces.size() == 1 && literal ? Text.of(first.literal()) : null;
  }

  /** Whether a text has no placeholder, rightly written or not: it is the same for every task. */
  public static boolean isConstant(String text) {
    return Token.of(text).stream().allMatch(token -> token.kind() == Token.Kind.LITERAL);
  }

  /**
   * The text that a {@link #isConstant constant} stands for: two opening braces become one.
   *
   * @throws IllegalArgumentException where the text has a placeholder
   */
  public static String constant(String text) {
    if (!isConstant(text)) {
      throw new IllegalArgumentException("not the same for every task: " + text);
    }
    List<Token> tokens = Token.of(text);
    return tokens.isEmpty() ? "" : tokens.get(0).text();
  }

  /**
   * Parses a text.
   *
   * @param parameter where it stands, for problems
   * @param problems gets what is wrong; the template must not be resolved then
   */
  static Template parse(String parameter, String text, Scope scope, Problems problems) {
    List<Piece> pieces = new ArrayList<>();
    for (Token token : Token.of(text)) {
      switch (token.kind()) {
        case LITERAL -> pieces.add(Piece.literal(token.text()));
        case UNCLOSED ->
            problems.add(
                parameter
                    + ": the brace of "
                    + Problems.quote("{" + token.text())
                    + " is not closed; a brace is written {{");
        case PLACEHOLDER -> {
          Piece piece = piece(token.text());
          if (piece == null) {
            problems.addMeant(
                parameter,
                "{" + token.text() + "}",
                scope.allowed(),
                Placeholder.meant(token.text()));
          } else {
            pieces.add(piece);
            refuse(parameter, token.text(), piece, scope, problems);
          }
        }
      }
    }
    return new Template(pieces);
  }

  private static @Nullable Piece piece(String label) {
    if (label.matches("[1-9]\\d{0,8}")) {
      return new Piece("", null, Integer.parseInt(label));
    }
    Placeholder placeholder = Placeholder.of(label);
    return placeholder == null ? null : new Piece("", placeholder, 0);
  }

  private static void refuse(
      String parameter, String label, Piece piece, Scope scope, Problems problems) {
    Placeholder placeholder = piece.placeholder();
    String refusal =
        placeholder == null ? scope.refusal(piece.column()) : scope.refusal(placeholder);
    if (refusal != null) {
      problems.add(parameter + ": '{" + label + "}' " + refusal);
    }
  }

  /** The highest column that any of them asks for; 0 for none. */
  static int highestColumn(Iterable<Template> templates) {
    int highest = 0;
    for (Template template : templates) {
      highest = Math.max(highest, template.highestColumn());
    }
    return highest;
  }

  /** The highest column that is asked for; 0 for none. */
  int highestColumn() {
    int highest = 0;
    for (Piece piece : pieces) {
      highest = Math.max(highest, piece.column());
    }
    return highest;
  }

  /** Whether it is the same for every task. */
  boolean same() {
    return constant != null;
  }

  /** Whether it asks for the worker's number. */
  boolean needsSlot() {
    return pieces.stream().anyMatch(piece -> piece.placeholder() == Placeholder.SLOT);
  }

  /** The files for a task: globs are what the POM says, never what a placeholder stands for. */
  FilePattern filesAt(Place place) {
    String text = globs ? "" : at(place).at(0);
    if (!globs && !text.endsWith("/")) {
      return FilePattern.path(text);
    }
    FileGlob glob = new FileGlob();
    for (Piece piece : pieces) {
      Placeholder placeholder = piece.placeholder();
      if (placeholder != null) {
        glob.text(place.text(placeholder));
      } else if (piece.column() > 0) {
        glob.text(place.column(piece.column()));
      } else {
        glob.glob(piece.literal());
      }
    }
    return glob.pattern();
  }

  /** The text for a task; only the slot stays open. */
  Text at(Place place) {
    if (constant != null) {
      return constant;
    }
    List<String> parts = new ArrayList<>(1);
    StringBuilder part = new StringBuilder();
    for (Piece piece : pieces) {
      Placeholder placeholder = piece.placeholder();
      if (placeholder == Placeholder.SLOT) {
        parts.add(part.toString());
        part.setLength(0);
      } else if (placeholder != null) {
        part.append(place.text(placeholder));
      } else {
        part.append(piece.column() > 0 ? place.column(piece.column()) : piece.literal());
      }
    }
    parts.add(part.toString());
    return new Text(parts);
  }
}
