package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Who gets a lock when several lists want it. */
class LocksTest {
  @Test
  void listsGetALockInTheOrderInWhichTheyBeganToWait() {
    Map<String, Object> shared = new ConcurrentHashMap<>();
    Locks locks = new Locks(shared);
    Locks ofAnotherRealm = new Locks(shared);
    List<String> woken = new ArrayList<>();
    assertThat(locks.take("holder", Set.of("a"), "x")).isTrue();
    assertThat(locks.await("first", Set.of("a", "b"), () -> woken.add("first"))).isTrue();
    assertThat(ofAnotherRealm.await("second", Set.of("a"), () -> woken.add("second"))).isTrue();
    assertThat(locks.await("first", Set.of("a", "b"), () -> woken.add("first"))).isTrue();
    assertThat(ofAnotherRealm.take("passer-by", Set.of("b"), "y")).as("is reserved").isFalse();
    locks.give(Set.of("a"));
    assertThat(woken).containsExactly("first", "second");
    assertThat(locks.free("second", Set.of("a"))).isFalse();
    assertThat(locks.free("first", Set.of("a", "b"))).isTrue();
    locks.leave("first");
    assertThat(woken).as("what was reserved is free").endsWith("second").hasSize(3);
    assertThat(locks.await("second", Set.of("a"), () -> woken.add("late"))).isFalse();
    assertThat(locks.take("second", Set.of("a"), "z")).isTrue();
  }

  @Test
  void severalAreTakenAllOrNone() {
    Locks locks = new Locks(new ConcurrentHashMap<>());
    assertThat(locks.take("one", Set.of("a"), "x")).isTrue();
    assertThat(locks.take("two", Set.of("a", "b"), "y")).isFalse();
    assertThat(locks.text(Set.of("a", "b"))).isEqualTo("the lock a, which x has");
    assertThat(locks.take("two", Set.of("b"), "y")).isTrue();
    locks.give(Set.of("a"));
    assertThat(locks.free("one", Set.of("a"))).isTrue();
    assertThat(locks.free("one", Set.of("b"))).isFalse();
  }
}
