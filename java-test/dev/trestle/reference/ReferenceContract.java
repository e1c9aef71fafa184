package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.IRef;
import dev.trestle.testing.Uncaught;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What holds for every reference: run for atoms, refs, agents and vars. */
abstract class ReferenceContract<R extends Reference<Long>> {
    /** Makes one. */
    abstract R create(Long value);

    /** Changes it, and returns when it has changed and its watchers have run. */
    abstract void change(R reference, Long value) throws Exception;

    /** Adopts an object. */
    abstract Reference<Long> wrap(Object raw);

    @Test
    void deref_givesWhatWasPut() throws Exception {
        R reference = create(1L);
        change(reference, 2L);

        assertThat(reference.deref()).isEqualTo(2L);
    }

    @Test
    void deref_ofNull_isNil() {
        assertThat(create(null).deref()).isNull();
    }

    @Test
    void wrap_ofItsObject_isEqualAndSeesTheSameState() throws Exception {
        // given
        R reference = create(1L);

        // when
        Reference<Long> other = wrap(reference.unwrap());
        change(reference, 7L);

        // then
        assertThat(other).isEqualTo(reference).hasSameHashCodeAs(reference).isNotSameAs(reference);
        assertThat(other.deref()).isEqualTo(7L);
        assertThat(other.unwrap()).isSameAs(reference.unwrap());
        assertThat(create(1L)).isNotEqualTo(reference);
    }

    @Test
    void wrap_ofAFacade_isThatFacade() {
        R reference = create(1L);

        assertThat(wrap(reference)).isSameAs(reference);
    }

    @Test
    void wrap_ofSomethingElse_namesBothTypes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wrap("x"))
                .withMessageContaining(create(1L).unwrap().getClass().getName())
                .withMessageContaining("java.lang.String: x");
        assertThatIllegalArgumentException().isThrownBy(() -> wrap(null)).withMessageContaining("was null");
    }

    @Test
    void watch_isToldBeforeAndAfter() throws Exception {
        // given
        R reference = create(1L);
        List<String> seen = new ArrayList<>();

        // when
        Watch watch = reference.watch("log", (before, after) -> seen.add(before + ">" + after));
        change(reference, 2L);
        change(reference, 3L);
        watch.close();
        change(reference, 4L);

        // then
        assertThat(seen).containsExactly("1>2", "2>3");
        assertThat(watch.key()).isEqualTo("log");
    }

    @Test
    void watch_closedTwice_doesNothing_andLeavesASuccessorAlone() throws Exception {
        // given
        R reference = create(1L);
        List<Long> seen = new ArrayList<>();
        Watch first = reference.watch("key", (before, after) -> {});

        // when
        reference.watch("key", (before, after) -> seen.add(after));
        first.close();
        first.close();
        change(reference, 2L);

        // then
        assertThat(seen).containsExactly(2L);
    }

    @Test
    void unwatch_removesWhoeverIsThere() throws Exception {
        R reference = create(1L);
        List<Long> seen = new ArrayList<>();
        reference.watch("key", (before, after) -> seen.add(after));
        reference.unwatch("key");
        change(reference, 2L);

        assertThat(seen).isEmpty();
    }

    @Test
    void watch_thatThrows_isReportedAndDisturbsNobody() throws Exception {
        // given
        R reference = create(1L);
        List<Long> seen = new ArrayList<>();
        reference.watch("a", (before, after) -> {
            throw new IllegalStateException("watcher");
        });
        reference.watch("b", (before, after) -> {
            throw new AssertionError("watcher");
        });
        reference.watch("c", (before, after) -> seen.add(after));

        // when
        List<Throwable> heard = Uncaught.during(() -> change(reference, 2L));

        // then
        assertThat(reference.deref()).isEqualTo(2L);
        assertThat(seen).containsExactly(2L);
        assertThat(heard)
                .hasSize(2)
                .allSatisfy(e -> assertThat(e).hasMessage("watcher"))
                .hasAtLeastOneElementOfType(AssertionError.class);
    }

    @Test
    void nullKeysAndFunctions_areRefused() {
        R reference = create(1L);

        assertThatNullPointerException()
                .isThrownBy(() -> reference.watch(null, (a, b) -> {}))
                .withMessage("key must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> reference.watch("k", null))
                .withMessage("watcher must not be null");
        assertThatNullPointerException().isThrownBy(() -> reference.unwatch(null));
        assertThatNullPointerException().isThrownBy(() -> reference.alterMeta(null));
    }

    @Test
    void validator_comesBackAsTheSameObject() {
        R reference = create(1L);
        Predicate<Long> positive = n -> n > 0;
        reference.validator(positive);

        assertThat((Object) reference.validator()).isSameAs(positive);
        reference.validator(null);
        assertThat((Object) reference.validator()).isNull();
    }

    @Test
    void validator_setFromClojure_isAPredicateHere_andGoesBackAsItself() {
        // given
        R reference = create(1L);
        IFn positive = new AFn() {
            @Override
            public Object invoke(Object n) {
                return (Long) n > 0 ? "logical true" : null;
            }
        };
        ((IRef) reference).setValidator(positive);

        // when
        Predicate<Long> seen = reference.validator();
        R other = create(1L);
        other.validator(seen);

        // then
        assertThat(seen).accepts(1L).rejects(-1L);
        assertThat(((IRef) other).getValidator()).isSameAs(positive);
    }

    @Test
    void fact37_validatorThatRefusesTheCurrentValue_isNotSet() {
        R reference = create(1L);

        assertThatIllegalStateException()
                .isThrownBy(() -> reference.validator(n -> n > 10))
                .withMessageContaining("was 1");
        assertThat((Object) reference.validator()).isNull();
    }

    @Test
    void meta_isAClojureMap_whateverMapWasGiven() {
        R reference = create(1L);

        assertThat(reference.resetMeta(Map.of("a", 1))).isEqualTo(Map.of("a", 1));
        assertThat(reference.meta())
                .isInstanceOf(clojure.lang.IPersistentMap.class)
                .isEqualTo(Map.of("a", 1));
        assertThat(reference.alterMeta(m -> Map.of("size", m.size()))).isEqualTo(Map.of("size", 1));
        assertThat(reference.resetMeta(null)).isNull();
        assertThat(reference.alterMeta(m -> Map.of("none", m == null))).isEqualTo(Map.of("none", true));
    }

    @Test
    void watcherAddedFromClojure_isCalledToo() throws Exception {
        R reference = create(1L);
        List<Object> seen = new ArrayList<>();
        BiConsumer<Object, Object> collect = (before, after) -> seen.add(List.of(before, after));
        ((IRef) reference).addWatch("clj", new AFn() {
            @Override
            public Object invoke(Object key, Object raw, Object before, Object after) {
                assertThat(raw).isSameAs(reference.unwrap());
                collect.accept(before, after);
                return null;
            }
        });
        change(reference, 2L);

        assertThat(seen).containsExactly(List.of(1L, 2L));
        assertThat(((IRef) reference).getWatches().count()).isEqualTo(1);
        ((IRef) reference).removeWatch("clj");
        assertThat(((IRef) reference).getWatches().count()).isZero();
    }
}
