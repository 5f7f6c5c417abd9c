package dev.parallelexec.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.acme.Numbers;
import dev.parallelexec.task.Call;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From what a POM says to a call, and what is said where there is none. */
class CalleeTest {
  private final OpenList list = new OpenList(1);

  private Object call(String function, String... arguments) throws Throwable {
    return Lookup.find(Call.function(function), getClass().getClassLoader())
        .call(list, List.of(arguments));
  }

  private String refusal(String function, String... arguments) {
    Throwable thrown = catchThrowable(() -> call(function, arguments));
    assertThat(thrown).isInstanceOf(Refusal.class);
    return thrown.getMessage().replaceAll("class path's \\d+ entries", "class path's N entries");
  }

  @ParameterizedTest
  @CsvSource({
    "cube, 3, 27",
    "letter, A, 65",
    "unit, DAYS, DAYS",
    "tomorrow, 2024-02-28, 2024-02-29",
    "path, a/b, a/b",
    "optional, '', -1",
    "optional, 4, 4",
    "largest, 7, 7",
    "largest, '1, 3,2', 3",
    "not, TRUE, false",
    "odd, 3, odd 3",
    "twice, x, xx",
  })
  void convertsWhatAParameterIsMadeFrom(String method, String argument, String result)
      throws Throwable {
    assertThat(call("com.acme.Numbers::" + method, argument)).hasToString(result);
  }

  @Test
  void choosesAmongOverloads() throws Throwable {
    assertThat(call("com.acme.Numbers::add", "1", "2")).isEqualTo(3);
    assertThat(call("com.acme.Numbers::add", "1", "2", "3")).isEqualTo(6);
    assertThat(call("com.acme.Numbers::add", "1")).isEqualTo(1);
    assertThat(call("com.acme.Numbers::product", "1, 2", "3")).isEqualTo(9);
    assertThat(refusal("com.acme.Numbers::twice", "5"))
        .contains("com.acme.Numbers::twice is ambiguous for 1 argument (\"5\"): ")
        .contains("twice(int)", "twice(String)");
    assertThat(refusal("com.acme.Numbers::twice"))
        .startsWith("com.acme.Numbers::twice cannot be called with no arguments; there is twice(");
  }

  @Test
  void callsInstancesAndClassesAlone() throws Throwable {
    assertThat(call("com.acme.Numbers::count")).isEqualTo(1);
    assertThat(call("com.acme.Numbers::count")).as("the same instance").isEqualTo(2);
    assertThat(call("com.acme.Numbers$Half", "3")).isEqualTo(1.5);
    assertThat(call("com.acme.Numbers.Half", "3")).isEqualTo(1.5);
  }

  @Test
  void waitsForAFutureWhoseValueIsTheResult() throws Throwable {
    assertThat(call("com.acme.Promises::cube", "3")).isEqualTo(27);
    assertThat(call("com.acme.Promises::inAnother", "3")).isEqualTo(27);
    assertThat(call("com.acme.Promises::nothing")).isNull();
    Call reducer = Call.function("com.acme.Promises::sum");
    Callee sum = Lookup.find(reducer, getClass().getClassLoader());
    assertThat(sum.reduce(list, List.of(1, 2))).isEqualTo(3);
    assertThat(call("com.acme.Promises::itself")).isInstanceOf(CompletableFuture.class);
  }

  @Test
  void aFutureFailsAsIfTheFunctionHadThrown() {
    assertThat(catchThrowable(() -> call("com.acme.Promises::fails", "on purpose")))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("on purpose");
    assertThat(refusal("com.acme.Promises::cancelled"))
        .isEqualTo(
            "the future that com.acme.Promises::cancelled returned was cancelled: there is no"
                + " result");
  }

  @Test
  void tellsWhatDoesNotConvert() {
    String to = " of com.acme.Numbers::";
    assertThat(refusal("com.acme.Numbers::small", "300"))
        .isEqualTo(
            "argument 1" + to + "small(byte): \"300\" is no byte: it is out of range, -128 to 127");
    assertThat(refusal("com.acme.Numbers::cube", "99999999999999999999"))
        .endsWith("is no int: it is out of range, -2147483648 to 2147483647");
    assertThat(refusal("com.acme.Numbers::unit", "DAY"))
        .isEqualTo(
            "argument 1"
                + to
                + "unit(TimeUnit): \"DAY\" is no java.util.concurrent.TimeUnit; allowed:"
                + " NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS");
    assertThat(refusal("com.acme.Numbers::odd", "4"))
        .isEqualTo(
            "argument 1"
                + to
                + "odd(Odd): \"4\" is no com.acme.Numbers$Odd: java.lang.IllegalArgumentException:"
                + " 4 is even");
    assertThat(refusal("com.acme.Numbers::tomorrow", "2024-02-30"))
        .contains("is no java.time.LocalDate: java.time.format.DateTimeParseException: ");
    assertThat(refusal("com.acme.Numbers::product", "1,x", "3"))
        .isEqualTo("argument 1" + to + "product(int[], int): \"x\" is no int");
    assertThat(refusal("com.acme.Numbers::add", "1", "2,3"))
        .contains("\"2,3\" is no int"); // neither as the number, nor as varargs
    assertThat(refusal("com.acme.Numbers::add", "1", "2", "y"))
        .isEqualTo("argument 3" + to + "add(int, int...): \"y\" is no int");
    assertThat(refusal("com.acme.Numbers::sum", "1"))
        .isEqualTo(
            "argument 1"
                + to
                + "sum(List): \"1\" is no java.util.List: the type has no public static valueOf,"
                + " of, parse or fromString, and no public constructor, that takes one String");
  }

  @Test
  void tellsHowManyArgumentsAreTaken() {
    assertThat(refusal("com.acme.Numbers::cube", "1", "2"))
        .isEqualTo(
            "com.acme.Numbers::cube takes 1 argument (int), but was given 2 arguments (\"1\","
                + " \"2\")");
    assertThat(refusal("com.acme.Numbers$Half"))
        .isEqualTo("com.acme.Numbers$Half takes 1 argument (Integer), but was given no arguments");
  }

  @Test
  void tellsInShortWhatCannotBeCalled() {
    String method = "the class has no public method ";
    assertThat(refusal("com.acme.Numbers::cub"))
        .isEqualTo("function com.acme.Numbers::cub: " + method + "cub");
    assertThat(refusal("com.acme.Numbers::secret")).endsWith(method + "secret");
    assertThat(refusal("com.acme.Nmbers::cube"))
        .isEqualTo("function com.acme.Nmbers::cube: there is no such class in the class path");
    assertThat(refusal("com.acme.Numbers$Needy::get"))
        .endsWith("the class has no public constructor without parameters");
    assertThat(refusal("com.acme.Numbers"))
        .endsWith("the class is no Function, Callable, Runnable or Supplier; name a method");
  }

  @Test
  void tellsWhatIsNoMainClass() {
    Call call = Call.mainClass(Numbers.class.getName(), List.of(0));
    assertThat(catchThrowable(() -> Lookup.find(call, getClass().getClassLoader())))
        .hasMessage(
            "main class com.acme.Numbers: the class has no public static void main(String[])");
  }
}
