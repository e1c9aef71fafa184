package dev.trestle.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trestle.interop.Clj;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Integers of Java and of Clojure meet in collections: fact 45. */
class NumbersTest {
    private static final List<Integer> OF_INTEGER = Vectors.of(1);
    private static final List<Long> OF_LONG = Vectors.of(1L);

    @Test
    void fact45_vectorsOfIntegerAndLong_differInJava_agreeInClojure() {
        assertThat((Object) OF_INTEGER).isNotEqualTo(OF_LONG);
        assertThat(Clj.equal(OF_INTEGER, OF_LONG)).isTrue();
        assertThat(Clj.<Object>read("[1]")).isEqualTo(OF_LONG).isNotEqualTo(OF_INTEGER);
    }

    @Test
    void fact45_listOfInteger_readFromClojure_holdsLongs() {
        List<Integer> claimed = Clj.read("[1 2]");
        Object first = ((List<?>) claimed).get(0);

        assertThat(first).isInstanceOf(Long.class);
        assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> {
            int n = claimed.get(0);
            assertThat(n).as("not reached").isZero();
        });
    }

    @Test
    void fact45_listOfInteger_afterClojureIncrements_holdsLongs() {
        Object bumped = Clj.var("clojure.core", "update").invoke(OF_INTEGER, 0, Clj.var("clojure.core", "inc"));

        assertThat(bumped).isEqualTo(List.of(2L));
    }

    @Test
    void fact45_listOfNumber_readsBoth() {
        List<Number> numbers = Vectors.conj(OF_INTEGER, 2L);

        assertThat(numbers.stream().mapToLong(Number::longValue).sum()).isEqualTo(3);
    }

    @Test
    void fact45_keysAndElements_areFoundByEitherType() {
        Map<Number, String> map = Maps.of(1, "one");
        Set<Number> set = Sets.of(1);

        assertThat(map.get(1L)).isEqualTo("one");
        assertThat(set.contains(1L)).isTrue();
        assertThat(Maps.assoc(map, 1L, "uno")).hasSize(1);
        assertThat(Sets.conj(set, 1L)).hasSize(1);
    }
}
