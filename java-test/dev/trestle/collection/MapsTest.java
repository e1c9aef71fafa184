package dev.trestle.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.IPersistentMap;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentHashMap;
import dev.trestle.testing.JavadocSnippet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapsTest {
    private static final Map<String, Long> AB = Maps.of("a", 1L, "b", 2L);

    @Test
    void snippet_ofTheJavadoc_works() {
        // snippet
        Map<String, Map<String, Long>> hits = Maps.empty();
        hits = Maps.assocIn(hits, List.of("fr", "/home"), 1L);
        hits = Maps.updateIn(hits, List.of("fr", "/home"), (Long n) -> n + 1);
        long n = Maps.getIn(hits, List.of("fr", "/home"), 0L); // 2
        // end
        assertThat(JavadocSnippet.shownBy(Maps.class)).isEqualTo(JavadocSnippet.testedBy(MapsTest.class));
        assertThat(n).isEqualTo(2);
        assertThat(hits).isEqualTo(Map.of("fr", Map.of("/home", 2L)));
    }

    @Test
    void of_isAPersistentMap() {
        assertThat(AB).isInstanceOf(PersistentArrayMap.class).isEqualTo(Map.of("a", 1L, "b", 2L));
        assertThat(Maps.empty()).isSameAs(PersistentArrayMap.EMPTY);
        assertThat(Maps.of("a", 1)).hasSize(1);
        assertThat(Maps.of("a", 1, "b", 2, "c", 3)).hasSize(3);
        assertThat(Maps.of("a", 1, "b", 2, "c", 3, "d", 4)).hasSize(4).containsEntry("d", 4);
    }

    @Test
    void of_oneKeyTwice_isRefusedAsByClojuresLiteral() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Maps.of("a", 1, "a", 2))
                .withMessage("keys must be distinct, was twice a");
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.<Number, Integer>of(1, 1, 2, 2, 1L, 3));
    }

    @Test
    void from_aJavaMap_copies_andAClojureMapIsReturned() {
        Map<Integer, Integer> java = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            java.put(i, -i);
        }

        assertThat(Maps.from(java)).isInstanceOf(PersistentHashMap.class).isEqualTo(java);
        assertThat(Maps.from(AB)).isSameAs(AB);
        assertThat(Maps.from(Map.of())).isInstanceOf(IPersistentMap.class).isEmpty();
    }

    @Test
    void changes_leaveTheOldMapAsItWas() {
        assertThat(Maps.assoc(AB, "c", 3L)).isEqualTo(Map.of("a", 1L, "b", 2L, "c", 3L));
        assertThat(Maps.dissoc(AB, "a")).isEqualTo(Map.of("b", 2L));
        assertThat(Maps.dissoc(AB, "z")).isSameAs(AB);
        assertThat(Maps.update(AB, "a", n -> n + 10)).isEqualTo(Map.of("a", 11L, "b", 2L));
        assertThat(Maps.update(AB, "z", n -> n == null ? 0L : n)).containsEntry("z", 0L);
        assertThat(Maps.merge(AB, Map.of("b", 20L))).isEqualTo(Map.of("a", 1L, "b", 20L));
        assertThat(Maps.mergeWith(Long::sum, AB, Map.of("b", 20L, "c", 3L)))
                .isEqualTo(Map.of("a", 1L, "b", 22L, "c", 3L));
        assertThat(Maps.mergeWith((a, b) -> a - b, AB, Maps.of("b", 20L))).containsEntry("b", -18L);
        assertThat(Maps.selectKeys(AB, List.of("b", "z"))).isEqualTo(Map.of("b", 2L));
        assertThat(AB).isEqualTo(Map.of("a", 1L, "b", 2L));
    }

    @Test
    void nulls_areAdmittedAsKeysAndValues() {
        Map<String, Object> map = Maps.assoc(Maps.of("a", (Object) null), null, 1);

        assertThat(map).containsKey("a").containsEntry(null, 1);
        assertThat(Maps.dissoc(map, null)).doesNotContainKey(null);
        assertThat(Maps.<Object>getIn(map, Arrays.asList((Object) null))).isEqualTo(1);
        assertThat(Maps.getIn(map, List.of("a"), "fallback")).isNull();
    }

    @Test
    void into_takesEntriesFromATransducer() {
        Transducer<String, Map.Entry<String, Integer>> lengths =
                Transducer.<String>identity().map(s -> Map.entry(s, s.length()));

        Map<String, Integer> map = Maps.into(Maps.of("", 0), lengths, List.of("a", "bc"));

        assertThat(map).isInstanceOf(IPersistentMap.class).isEqualTo(Map.of("", 0, "a", 1, "bc", 2));
    }

    @Test
    void assocIn_makesWhatIsMissing() {
        Map<String, Map<String, Integer>> map = Maps.assocIn(Maps.empty(), List.of("x", "y"), 1);

        assertThat(map).isEqualTo(Map.of("x", Map.of("y", 1)));
        assertThat(map.get("x")).isInstanceOf(IPersistentMap.class);
    }

    @Test
    void paths_leadThroughVectors() {
        Map<String, List<Integer>> map = Maps.of("x", Vectors.of(1, 2));

        assertThat(Maps.assocIn(map, List.of("x", 1), 5)).isEqualTo(Map.of("x", List.of(1, 5)));
        assertThat(Maps.updateIn(map, List.of("x", 0), (Integer n) -> -n)).isEqualTo(Map.of("x", List.of(-1, 2)));
        assertThat(Maps.<Integer>getIn(map, List.of("x", 1))).isEqualTo(2);
    }

    @Test
    void paths_ofAnyList_work() {
        Map<String, Integer> map = Maps.of("a", 1);

        assertThat(Maps.assocIn(map, new ArrayList<>(List.of("b")), 2)).isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(Maps.updateIn(map, Vectors.of("a"), (Integer n) -> n + 1)).isEqualTo(Map.of("a", 2));
    }

    @Test
    void getIn_absent_givesNullOrTheFallback() {
        Map<String, Map<String, Integer>> map = Maps.of("x", Maps.of("y", 1));

        assertThat(Maps.<Integer>getIn(map, List.of("x", "z"))).isNull();
        assertThat(Maps.getIn(map, List.of("x", "z"), 7)).isEqualTo(7);
        assertThat(Maps.getIn(map, List.of("x", "y"), 7)).isEqualTo(1);
        assertThat(Maps.<Object>getIn(map, List.of())).isSameAs(map);
        assertThat(Maps.<Integer>getIn(Map.of("j", Map.of("k", 3)), List.of("j", "k")))
                .isEqualTo(3);
    }

    @Test
    void paths_throughSomethingElse_sayWhere() {
        Map<String, Object> map = Maps.of("x", Map.of("y", 1), "n", 5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Maps.assocIn(map, List.of("x", "y"), 2))
                .withMessageStartingWith(
                        "path must lead through Clojure maps or vectors, was [x, y]: at [x] is a java.util.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Maps.updateIn(map, List.of("n", "y", "z"), x -> x))
                .withMessage(
                        "path must lead through Clojure maps or vectors, was [n, y, z]: at [n] is a java.lang.Integer");
    }

    @Test
    void updateIn_functionThatFails_keepsItsOwnException() {
        ClassCastException own = new ClassCastException("mine");

        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> Maps.updateIn(AB, List.of("a"), x -> {
                    throw own;
                }))
                .isSameAs(own);
    }

    @Test
    void emptyPath_isRefused_whereClojureWouldTakeTheKeyNil() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Maps.assocIn(AB, List.of(), 1))
                .withMessage("path must have a key, was empty");
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.updateIn(AB, List.of(), x -> x));
    }

    @Test
    void javaMaps_areRefusedWithTheRemedy() {
        Map<String, Integer> java = new HashMap<>();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Maps.assoc(java, "a", 1))
                .withMessage("map must be a Clojure map, was java.util.HashMap: convert it with Maps.from(map)");
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.dissoc(java, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.update(java, "a", n -> n));
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.merge(java, AB));
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.mergeWith(Integer::sum, java, java));
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.selectKeys(java, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.assocIn(java, List.of("a"), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Maps.updateIn(java, List.of("a"), x -> x));
    }

    @Test
    @SuppressWarnings("DataFlowIssue")
    void nullArguments_areRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> Maps.assoc(null, "a", 1))
                .withMessage("map must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Maps.update(AB, "a", null))
                .withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> Maps.merge(AB, null)).withMessage("other must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Maps.mergeWith(null, AB, AB))
                .withMessage("f must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Maps.selectKeys(AB, null))
                .withMessage("keys must not be null");
        assertThatNullPointerException().isThrownBy(() -> Maps.getIn(AB, null)).withMessage("path must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Maps.updateIn(AB, List.of("a"), null))
                .withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> Maps.from(null)).withMessage("source must not be null");
    }
}
