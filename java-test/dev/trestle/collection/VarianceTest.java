package dev.trestle.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the types let a caller write: most of this test is that it compiles. */
class VarianceTest {
    private static final List<Integer> INTEGERS = Vectors.of(1, 2);

    @Test
    void vectors_mayBecomeWider() {
        List<Number> numbers = Vectors.conj(INTEGERS, 2.5);
        List<Object> objects = Vectors.assoc(numbers, 0, "x");
        List<Number> joined = Vectors.into(INTEGERS, List.of(1.5, 2.5));
        List<Number> same = Vectors.from(INTEGERS);
        List<Number> updated = Vectors.update(INTEGERS, 0, (Number n) -> n.doubleValue());

        assertThat(objects).containsExactly("x", 2, 2.5);
        assertThat(joined).hasSize(4);
        assertThat(same).isSameAs(INTEGERS);
        assertThat(updated).containsExactly(1.0, 2);
    }

    @Test
    void mapsAndSets_mayBecomeWider() {
        Map<String, Integer> ages = Maps.of("ada", 36);
        Map<Object, Number> wider = Maps.assoc(ages, 1, 2.5);
        Map<CharSequence, Number> merged = Maps.merge(ages, Map.of("bob", 2L));
        Set<Number> numbers = Sets.conj(Sets.of(1), 2.5);
        Set<Number> both = Sets.union(Sets.of(1), Sets.of(2L));

        assertThat(wider).hasSize(2);
        assertThat(merged).hasSize(2);
        assertThat(numbers).hasSize(2);
        assertThat(both).hasSize(2);
    }

    @Test
    void operations_serveAsMethodReferences() {
        BiFunction<List<String>, String, List<String>> conj = Vectors::conj;
        BiFunction<Set<String>, String, Set<String>> add = Sets::conj;
        BiFunction<Set<String>, String, Set<String>> remove = Sets::disj;
        BiFunction<Map<String, Integer>, String, Map<String, Integer>> dissoc = Maps::dissoc;
        BiFunction<Map<String, Integer>, Map<String, Integer>, Map<String, Integer>> merge = Maps::merge;
        UnaryOperator<List<String>> pop = Vectors::pop;

        assertThat(conj.apply(Vectors.empty(), "a")).containsExactly("a");
        assertThat(remove.apply(add.apply(Sets.empty(), "a"), "a")).isEmpty();
        assertThat(dissoc.apply(merge.apply(Maps.empty(), Map.of("a", 1)), "a")).isEmpty();
        assertThat(pop.apply(Vectors.of("a"))).isEmpty();
    }

    @Test
    void transducers_takeFunctionsOfWiderAndNarrowerTypes() {
        Function<Object, Integer> hash = Object::hashCode;
        Transducer<String, Number> numbers = Transducer.<String>identity().map(hash);
        Transducer<Object, String> text = Transducer.<Object>identity().map(String::valueOf);
        Transducer<String, String> joined = numbers.andThen(text);
        List<CharSequence> sequences = Vectors.into(Vectors.<CharSequence>empty(), joined, List.of("a"));

        assertThat(sequences).containsExactly("97");
    }
}
