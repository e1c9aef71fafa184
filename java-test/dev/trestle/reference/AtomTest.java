package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.AFn;
import clojure.lang.PersistentVector;
import dev.trestle.internal.Calls;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Racing;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class AtomTest extends ReferenceContract<Atom<Long>> {
    @Override
    Atom<Long> create(Long value) {
        return Atom.of(value);
    }

    @Override
    void change(Atom<Long> atom, Long value) {
        atom.reset(value);
    }

    @Override
    Reference<Long> wrap(Object raw) {
        return Atom.wrap(raw);
    }

    @Test
    void snippet_isWhatTheJavadocShows() {
        // snippet
        Atom<Long> hits = Atom.of(0L);
        hits.swap(n -> n + 1);
        long now = hits.deref();
        // end

        assertThat(now).isEqualTo(1L);
        assertThat(JavadocSnippet.shownBy(Atom.class)).isEqualTo(JavadocSnippet.testedBy(AtomTest.class));
    }

    @Test
    void swap_givesTheNewValue() {
        Atom<Long> atom = Atom.of(1L);

        assertThat(atom.swap(n -> n + 1)).isEqualTo(2L);
        assertThat(atom.swap((n, m) -> n * m, 10L)).isEqualTo(20L);
        assertThat(atom.deref()).isEqualTo(20L);
    }

    @Test
    void swapVals_givesBoth() {
        Atom<Long> atom = Atom.of(1L);

        Change<Long> change = atom.swapVals(n -> n + 1);
        assertThat(change.before()).isEqualTo(1L);
        assertThat(change.after()).isEqualTo(2L);
        assertThat(atom.swapVals((n, m) -> n + m, 5L))
                .isEqualTo(Change.of(2L, 7L))
                .hasToString("[2 7]");
    }

    @Test
    void resetVals_givesBoth_andIsAClojurePair() {
        Atom<Long> atom = Atom.of(1L);

        Change<Long> change = atom.resetVals(5L);
        assertThat(change).isEqualTo(Change.of(1L, 5L)).isEqualTo(PersistentVector.create(1L, 5L));
        assertThat(change).isNotEqualTo(Change.of(5L, 1L));
        assertThat(change.hashCode()).isEqualTo(Change.of(1L, 5L).hashCode());
    }

    @Test
    void reset_givesTheNewValue() {
        assertThat(Atom.of(1L).reset(9L)).isEqualTo(9L);
    }

    @Test
    void swap_underContention_appliesEachUpdateOnce() throws Exception {
        Atom<Long> atom = Atom.of(0L);
        Racing.threads(4, thread -> {
            for (int i = 0; i < 10_000; i++) {
                atom.swap(n -> n + 1);
            }
        });

        assertThat(atom.deref()).isEqualTo(40_000L);
    }

    @Test
    void swapVals_underContention_isExact() throws Exception {
        // given
        Atom<Long> atom = Atom.of(0L);
        AtomicInteger wrong = new AtomicInteger();

        // when
        Racing.threads(4, thread -> {
            for (int i = 0; i < 10_000; i++) {
                Change<Long> change = atom.swapVals(n -> n + 1);
                if (change.after() != change.before() + 1) {
                    wrong.incrementAndGet();
                }
            }
        });

        // then
        assertThat(wrong).hasValue(0);
        assertThat(atom.deref()).isEqualTo(40_000L);
    }

    @Test
    void fact35_compareAndSet_comparesByIdentity() {
        // given
        Long large = Long.valueOf(123_456L);
        Long equalToIt = Long.sum(123_455L, 1L);
        Atom<Long> atom = Atom.of(large);

        // when, then
        assertThat(atom.compareAndSet(equalToIt, 1L)).isFalse();
        assertThat(atom.deref()).isSameAs(large);
        assertThat(atom.compareAndSet(atom.deref(), 1L)).isTrue();
        assertThat(atom.compareAndSet(1L, 2L)).isTrue(); // -128..127 are the same object
        assertThat(atom.deref()).isEqualTo(2L);
    }

    @Test
    void fact36_nativeWatchThatThrows_leavesTheNewValueAndReachesTheCaller() {
        // given
        Atom<Long> atom = Atom.of(1L);
        ((clojure.lang.IRef) atom).addWatch("clj", throwing(new IllegalStateException("native")));

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> atom.swap(n -> n + 1))
                .withMessage("native");
        assertThat(atom.deref()).isEqualTo(2L);
    }

    @Test
    void checkedException_thrownByClojureCode_isTheCauseOfAnUncheckedOne() {
        Atom<Long> atom = Atom.of(1L);
        ((clojure.lang.IRef) atom).addWatch("clj", throwing(new IOException("disk")));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> atom.reset(2L))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void interruptedException_thrownByClojureCode_setsTheFlagAgain() {
        Atom<Long> atom = Atom.of(1L);
        ((clojure.lang.IRef) atom).addWatch("clj", throwing(new InterruptedException()));

        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> atom.reset(2L));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void exceptionOfTheUpdate_passesByIdentity_andChangesNothing() {
        Atom<Long> atom = Atom.of(1L);
        RuntimeException failure = new RuntimeException("mine");
        Error error = new Error("mine");

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> atom.swap(n -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThatExceptionOfType(Error.class)
                .isThrownBy(() -> atom.swap(n -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThat(atom.deref()).isEqualTo(1L);
    }

    @Test
    void fact37_validatorThatRefuses_namesTheValue_andKeepsTheOldOne() {
        Atom<Long> atom = Atom.<Long>builder(1L).validator(n -> n > 0).build();

        assertThatIllegalStateException()
                .isThrownBy(() -> atom.swap(n -> n - 5))
                .withMessage("value of atom must satisfy its validator, was -4: the atom keeps the value it had");
        assertThatIllegalStateException().isThrownBy(() -> atom.reset(-1L));
        assertThatIllegalStateException().isThrownBy(() -> atom.compareAndSet(1L, -1L));
        assertThatIllegalStateException().isThrownBy(() -> atom.resetVals(-1L));
        assertThat(atom.deref()).isEqualTo(1L);
    }

    @Test
    void validatorThatThrows_isHeardAsItIs() {
        Atom<Long> atom = Atom.of(1L);
        Error error = new Error("validator");
        atom.validator(n -> {
            if (n > 1) {
                throw error;
            }
            return true;
        });

        assertThatExceptionOfType(Error.class).isThrownBy(() -> atom.reset(2L)).isSameAs(error);
        assertThat(atom.deref()).isEqualTo(1L);
    }

    @Test
    void build_withAValidatorThatRefusesTheFirstValue_fails() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Atom.builder(-1).validator(n -> n > 0).build())
                .withMessageContaining("was -1");
    }

    @Test
    void build_withMeta_hasIt() {
        assertThat(Atom.builder(1).meta(Map.of("unit", "s")).build().meta()).isEqualTo(Map.of("unit", "s"));
    }

    @Test
    void nullFunctions_areRefused() {
        Atom<Long> atom = Atom.of(1L);
        BiFunction<Long, Long, Long> none = null;

        assertThatNullPointerException().isThrownBy(() -> atom.swap(null)).withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> atom.swap(none, 1L)).withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> atom.swapVals(null));
        assertThatNullPointerException().isThrownBy(() -> atom.swapVals(none, 1L));
        assertThatNullPointerException().isThrownBy(() -> Atom.builder(1).validator(null));
        assertThatNullPointerException().isThrownBy(() -> Atom.builder(1).meta(null));
        assertThat(atom.deref()).isEqualTo(1L);
    }

    @Test
    void variance_admitsWiderInputsAndNarrowerOutputs() {
        Atom<Number> atom = Atom.of(1);
        java.util.function.Function<Object, Integer> length = o -> o.toString().length();

        assertThat(atom.swap(length)).isEqualTo(1);
        atom.<Number>swap((Object o, Number n) -> n, 2.5);
        atom.watch("wide", (Object before, Object after) -> {});
        atom.validator((Object o) -> o != null);
        assertThat(atom.deref()).isEqualTo(2.5);
    }

    @Test
    void clojureIncrement_turnsAnIntegerIntoALong() {
        Atom<Object> atom = Atom.of(1);
        ((clojure.lang.IAtom) atom).swap(dev.trestle.internal.Vars.core("inc"));

        assertThat(atom.deref()).isEqualTo(2L).isInstanceOf(Long.class);
    }

    @Test
    void toString_showsTheValue_cutShort() {
        assertThat(Atom.of("x")).hasToString("Atom[x]");
        assertThat(Atom.of(null)).hasToString("Atom[null]");
        assertThat(Atom.of(List.of("y".repeat(500))).toString())
                .hasSizeLessThan(140)
                .endsWith("...]");
        assertThat(Atom.of(Calls.invoke(dev.trestle.internal.Vars.core("range"))))
                .hasToString("Atom[a clojure.lang.Iterate]");
    }

    private static AFn throwing(Exception e) {
        return new AFn() {
            @Override
            public Object invoke(Object key, Object ref, Object before, Object after) {
                throw Calls.sneaky(e);
            }
        };
    }
}
