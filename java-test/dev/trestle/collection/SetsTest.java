package dev.trestle.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.PersistentHashSet;
import dev.trestle.testing.JavadocSnippet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SetsTest {
    private static final Set<String> AB = Sets.of("a", "b");

    @Test
    void snippet_ofTheJavadoc_works() {
        // snippet
        Set<String> open = Sets.of("a", "b");
        Set<String> left = Sets.difference(open, Sets.of("a")); // #{"b"}
        // end
        assertThat(JavadocSnippet.shownBy(Sets.class)).isEqualTo(JavadocSnippet.testedBy(SetsTest.class));
        assertThat(left).isEqualTo(Set.of("b"));
    }

    @Test
    void of_isAPersistentSet() {
        assertThat(AB).isInstanceOf(PersistentHashSet.class).isEqualTo(Set.of("a", "b"));
        assertThat(Sets.empty()).isSameAs(PersistentHashSet.EMPTY);
        assertThat(Sets.of((Object) null)).containsExactly((Object) null);
    }

    @Test
    void of_oneElementTwice_isRefusedAsByClojuresLiteral() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sets.of("a", "b", "a"))
                .withMessage("elements must be distinct, was twice a");
        assertThatIllegalArgumentException().isThrownBy(() -> Sets.<Number>of(1, 1L));
    }

    @Test
    void from_collapsesDuplicates_andReturnsAClojureSet() {
        Set<Integer> many = IntStream.range(0, 1_000).boxed().collect(Collectors.toSet());

        assertThat(Sets.from(List.of("a", "b", "a"))).isEqualTo(AB);
        assertThat(Sets.from(many)).isInstanceOf(PersistentHashSet.class).isEqualTo(many);
        assertThat(Sets.from(AB)).isSameAs(AB);
    }

    @Test
    void changes_leaveTheOldSetAsItWas() {
        assertThat(Sets.conj(AB, "c")).isEqualTo(Set.of("a", "b", "c"));
        assertThat(Sets.conj(AB, "a")).isSameAs(AB);
        assertThat(Sets.disj(AB, "a")).isEqualTo(Set.of("b"));
        assertThat(Sets.disj(AB, "z")).isSameAs(AB);
        assertThat(Sets.into(AB, List.of("c", "c"))).isEqualTo(Set.of("a", "b", "c"));
        Transducer<Integer, String> names =
                Transducer.<Integer>identity().filter(n -> n > 1).map(String::valueOf);
        assertThat(Sets.into(AB, names, List.of(1, 2))).isEqualTo(Set.of("a", "b", "2"));
        assertThat(AB).isEqualTo(Set.of("a", "b"));
    }

    @Test
    void algebra_isThatOfClojureSet() {
        Set<String> bcd = Sets.of("b", "c", "d");

        assertThat(Sets.union(AB, bcd)).isEqualTo(Set.of("a", "b", "c", "d"));
        assertThat(Sets.intersection(AB, bcd)).isEqualTo(Set.of("b"));
        assertThat(Sets.difference(AB, bcd)).isEqualTo(Set.of("a"));
        assertThat(Sets.difference(bcd, AB)).isEqualTo(Set.of("c", "d"));
        assertThat(Sets.union(AB, Sets.empty())).isEqualTo(AB);
    }

    @Test
    void javaSets_areRefusedWithTheRemedy() {
        Set<String> java = new HashSet<>();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sets.conj(java, "a"))
                .withMessage("set must be a Clojure set, was java.util.HashSet: convert it with Sets.from(set)");
        assertThatIllegalArgumentException().isThrownBy(() -> Sets.disj(java, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Sets.into(java, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sets.union(AB, java))
                .withMessage("b must be a Clojure set, was java.util.HashSet: convert it with Sets.from(b)");
        assertThatIllegalArgumentException().isThrownBy(() -> Sets.union(java, AB));
        assertThatIllegalArgumentException().isThrownBy(() -> Sets.intersection(AB, java));
        assertThatIllegalArgumentException().isThrownBy(() -> Sets.difference(java, AB));
    }

    @Test
    @SuppressWarnings("DataFlowIssue")
    void nullArguments_areRefusedByName() {
        assertThatNullPointerException().isThrownBy(() -> Sets.conj(null, "a")).withMessage("set must not be null");
        assertThatNullPointerException().isThrownBy(() -> Sets.union(AB, null)).withMessage("b must not be null");
        assertThatNullPointerException().isThrownBy(() -> Sets.from(null)).withMessage("source must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Sets.of((Object[]) null))
                .withMessage("elements must not be null");
    }
}
