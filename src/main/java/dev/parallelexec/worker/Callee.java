package dev.parallelexec.worker;

import dev.parallelexec.task.Call;
import dev.parallelexec.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What a call leads to: the overloads that can be called. */
final class Callee {
  final Call call;
  final Class<?> owner;
  private final List<Overload> overloads;

  Callee(Call call, Class<?> owner, List<Overload> overloads) {
    this.call = call;
    this.owner = owner;
    this.overloads = overloads;
  }

  /** Calls a main class. */
  void main(List<String> arguments) throws Throwable {
    overloads.get(0).invoke(null, new Object[] {arguments.toArray(new String[0])});
  }

  /** Calls a function for an attempt, and notes there when defaulted arguments were dropped. */
  @Nullable
  Object call(RunningAttempt attempt, Frame.Run run) throws Throwable {
    List<String> arguments = run.arguments();
    if (run.defaulted() && !takes(arguments.size()) && takes(0)) {
      arguments = List.of();
      attempt.withoutArguments = true;
    }
    return call(attempt.list, arguments);
  }

  /** Calls a function with arguments that are to be converted. */
  @Nullable
  Object call(OpenList list, List<String> arguments) throws Throwable {
    if (overloads.size() == 1) {
      Overload chosen = overloads.get(0);
      if (chosen.takes(arguments.size())) {
        return invoke(list, chosen, chosen.convert(call, arguments));
      }
      throw new Refusal(
          call.text(), " takes ", chosen.takes(), ", but was given ", given(arguments));
    }
    return among(list, arguments);
  }

  /** Calls a function with the one list that a reducer gets. */
  @Nullable
  Object reduce(OpenList list, List<Object> results) throws Throwable {
    Overload chosen = null;
    for (Overload overload : overloads) {
      Class<?>[] types = overload.method.getParameterTypes();
      if (types.length == 1
          && types[0].isAssignableFrom(List.class)
          && (chosen == null || chosen.method.getParameterTypes()[0].isAssignableFrom(types[0]))) {
        chosen = overload;
      }
    }
    if (chosen == null) {
      throw new Refusal(
          "reducer ",
          call.text(),
          ": no such method takes one java.util.List; there is ",
          names(overloads));
    }
    return invoke(list, chosen, new Object[] {results});
  }

  private @Nullable Object invoke(OpenList list, Overload chosen, @Nullable Object[] arguments)
      throws Throwable {
    return awaited(chosen.invoke(chosen.isStatic ? null : list.instance(owner), arguments));
  }

  /**
   * What a function returned, or, where that is a future, what it brings. It is the task's own
   * thread that waits: a time limit interrupts it as it does users' code that blocks.
   */
  private @Nullable Object awaited(@Nullable Object returned) throws Throwable {
    Object value = returned;
    // One that brings itself would be asked for ever.
    for (int depth = 0; depth < Json.DEEPEST; depth++) {
      if (value instanceof CompletionStage<?> stage) {
        value = stage.toCompletableFuture();
      }
      if (!(value instanceof Future<?> future)) {
        break;
      }
      try {
        value = future.get();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        throw cause == null ? e : cause;
      } catch (CancellationException e) {
        throw new Refusal(
            e, "the future that ", call.text(), " returned was cancelled: there is no result");
      }
    }
    return value;
  }

  private boolean takes(int count) {
    for (Overload overload : overloads) {
      if (overload.takes(count)) {
        return true;
      }
    }
    return false;
  }

  /** An exact number of parameters goes before an array that takes the rest. */
  private @Nullable Object among(OpenList list, List<String> arguments) throws Throwable {
    StringJoiner why = new StringJoiner("; ");
    for (int rest = 0; rest < 2; rest++) {
      List<Overload> fitting = new ArrayList<>();
      @Nullable Object[] converted = {};
      for (Overload overload : overloads) {
        if (overload.takes(arguments.size()) && overload.takesRest == (rest == 1)) {
          try {
            converted = overload.convert(call, arguments);
            fitting.add(overload);
          } catch (Refusal e) {
            why.add(e.sentence());
          }
        }
      }
      if (fitting.size() == 1) {
        return invoke(list, fitting.get(0), converted);
      } else if (fitting.size() > 1) {
        throw new Refusal(
            call.text(), " is ambiguous for ", given(arguments), ": ", names(fitting));
      }
    }
    if (why.length() > 0) {
      throw new Refusal(why);
    }
    throw new Refusal(
        call.text(), " cannot be called with ", given(arguments), "; there is ", names(overloads));
  }

  private static String names(List<Overload> overloads) {
    StringJoiner names = new StringJoiner(", ");
    for (Overload overload : overloads) {
      names.add(overload.toString());
    }
    return names.toString();
  }

  private static String given(List<String> arguments) {
    if (arguments.isEmpty()) {
      return "no arguments";
    }
    StringJoiner given = new StringJoiner(", ");
    for (String argument : arguments) {
      given.add(Conversion.quoted(argument));
    }
    return Refusal.text(Overload.count(arguments.size()), " (", given, ")");
  }
}
