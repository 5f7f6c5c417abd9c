package dev.parallelexec.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Text;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Placeholders. */
class TemplateTest {
  private static final Scope FILES = new Scope(List.of("files"), true, 0);
  private static final Item FILE =
      new Item("/m/in/sub/a.tar.gz", List.of("x", "y"), "sub/a.tar.gz");

  private final Problems problems = new Problems();

  private Text text(String template, Item item) {
    Text text = Template.parse("arguments", template, FILES, problems).at(new Place(3, "id", item));
    assertThat(problems.sentences()).isEmpty();
    return text;
  }

  private List<String> wrong(String template, Scope scope) {
    Template.parse("arguments", template, scope, problems);
    return problems.sentences();
  }

  @ParameterizedTest
  @CsvSource({
    "{item},/m/in/sub/a.tar.gz",
    "{path},/m/in/sub/a.tar.gz",
    "{name},a.tar.gz",
    "{stem},a.tar",
    "{extension},gz",
    "{dir},/m/in/sub",
    "{relative},sub/a.tar.gz",
    "{relativeDir},sub",
    "{relativeStem},sub/a.tar",
    "{1}-{2},x-y",
    "{index},3",
    "{id},id",
    "w{slot}/{slot},w7/7",
    "{{item},{item}",
    "{{{item}},{/m/in/sub/a.tar.gz}",
    "a}b,a}b",
    "{{}},{}}"
  })
  void whatTheyStandFor(String template, String expected) {
    assertThat(text(template, FILE).at(7)).isEqualTo(expected);
  }

  @Test
  void aFileAtTheRootWithoutAnExtension() {
    Item item = new Item("/.profile", List.of(), ".profile");
    assertThat(text("{relativeDir}/{stem}|{extension}|{dir}|{relativeStem}", item).at(1))
        .isEqualTo("./.profile||/|.profile");
    Item dotted = new Item("/m/v1.2/README", List.of(), "v1.2/README");
    assertThat(text("{relativeStem}|{extension}", dotted).at(1)).isEqualTo("v1.2/README|");
  }

  @Test
  void theSlotStaysOpen() {
    assertThat(text("{slot}", FILE)).isEqualTo(new Text(List.of("", "")));
    assertThat(text("{item}", Item.of("{slot}"))).isEqualTo(Text.of("{slot}"));
  }

  @Property
  void itemsAreNeverExpandedAgain(@ForAll @Chars({'{', '}', '1', 'i', 'd', 'ä'}) String item) {
    assertThat(text("<{item}{slot}>", Item.of(item)).at(2)).isEqualTo("<" + item + "2>");
  }

  @Property
  void escapedTextIsItself(@ForAll @Chars({'{', '}', 'i', 'd', ' '}) String literal) {
    String written = literal.replace("{", "{{");
    assertThat(Template.isConstant(written)).isTrue();
    assertThat(Template.constant(written)).isEqualTo(literal);
    assertThat(text(written, FILE)).isEqualTo(Text.of(literal));
  }

  @Test
  void whatIsTheSameForEveryTask() {
    assertThat(Template.isConstant("")).isTrue();
    assertThat(Template.constant("")).isEmpty();
    assertThat(Template.isConstant("{item}")).isFalse();
    assertThat(Template.isConstant("{itme}")).isFalse();
    assertThat(Template.isConstant("{open")).isFalse();
  }

  @Test
  void unknownOnesGetTheNearest() {
    Scope items = new Scope(List.of("items"), false, 0);
    assertThat(wrong("{itme} {} {relativ} {0} {Foo}", items))
        .containsExactly(
            "arguments: '{itme}' is not allowed; allowed: {item}, {index}, {slot}, {id}; a brace is"
                + " written {{; did you mean '{item}'?",
            "arguments: '{}' is not allowed; allowed: {item}, {index}, {slot}, {id}; a brace is"
                + " written {{; did you mean '{item}'?",
            "arguments: '{relativ}' is not allowed; allowed: {item}, {index}, {slot}, {id}; a brace"
                + " is written {{; did you mean '{relative}'?",
            "arguments: '{0}' is not allowed; allowed: {item}, {index}, {slot}, {id}; a brace is"
                + " written {{",
            "arguments: '{Foo}' is not allowed; allowed: {item}, {index}, {slot}, {id}; a brace is"
                + " written {{");
  }

  @Test
  void unclosedBraces() {
    assertThat(wrong("a{b {item", FILES))
        .containsExactly(
            "arguments: the brace of '{b ' is not closed; a brace is written {{",
            "arguments: the brace of '{item' is not closed; a brace is written {{");
  }

  @Test
  void withoutTheirSource() {
    wrong("{item}", Scope.TASKS);
    wrong("{name}", new Scope(List.of("items"), false, 0));
    wrong("{dir}", new Scope(List.of("items", "files"), false, 0));
    wrong("{1}", new Scope(List.of("range"), false, 0));
    wrong("{2}", new Scope(List.of("items", "matrix"), false, 2));
    assertThat(wrong("{3}", new Scope(List.of("matrix"), false, 2)))
        .containsExactly(
            "arguments: '{item}' needs an item, and a task that is written out has none",
            "arguments: '{name}' needs files, and here items come from items",
            "arguments: '{dir}' needs every item to be a file, and here they come from items,"
                + " files",
            "arguments: '{1}' needs columns: itemSeparator or a matrix alone; here items come from"
                + " range",
            "arguments: '{2}' needs columns: itemSeparator or a matrix alone; here items come from"
                + " items, matrix",
            "arguments: '{3}' needs more columns than the matrix has: 2");
  }
}
