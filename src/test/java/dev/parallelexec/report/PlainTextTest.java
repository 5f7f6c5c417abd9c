package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.UniqueChars;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'plain ä 😀 שלום'               | 'plain ä 😀 שלום'
          '\u001b[1;31mred\u001b[0m'      | 'red'
          '\u001b]0;title\u0007text'      | 'text'
          '\u001b]8;;u\u001b\\link'       | 'link'
          '\u001b(Bcharset\u001b=keypad'  | 'charsetkeypad'
          'soh\u0001bell\u0007del\u007f'  | 'soh␁bell␇del␡'
          'turn\u202eed\u2066'            | 'turn�ed�'
          'half \ud800'                   | 'half �'
          'none \ufffe\uffff'             | 'none ��'
          'c1 \u009b31m'                  | 'c1 �31m'
          """)
  void whatNobodyWouldSeeIsTakenAwayOrMadeVisible(String text, String plain) {
    assertThat(PlainText.of(text)).isEqualTo(plain);
  }

  @Property
  void whateverComesIsLegalInXml(@ForAll @UniqueChars String text) {
    String plain = PlainText.of(text + "\u001b[" + text + "\u001b]" + text);
    plain
        .codePoints()
        .forEach(
            c ->
                assertThat(
                        c == '\n'
                            || c == '\t'
                            || (c >= ' ' && c < 0x7f)
                            || (c > 0x9f && c < 0xd800)
                            || (c >= 0xe000 && c < 0xfffe)
                            || c >= 0x10000)
                    .as("U+%04X", c)
                    .isTrue());
    assertThat(PlainText.of(plain)).isEqualTo(plain);
  }
}
