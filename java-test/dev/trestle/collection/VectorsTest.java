package dev.trestle.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.IObj;
import clojure.lang.IPersistentMap;
import clojure.lang.PersistentVector;
import dev.trestle.testing.JavadocSnippet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
    private static final List<String> ABC = Vectors.of("a", "b", "c");

    @Test
    void snippet_ofTheJavadoc_works() {
        // snippet
        List<String> one = Vectors.of("a", "b");
        List<String> two = Vectors.conj(one, "c");
        String last = Vectors.peek(two); // "c"; one is still ["a" "b"]
        // end
        assertThat(JavadocSnippet.shownBy(Vectors.class)).isEqualTo(JavadocSnippet.testedBy(VectorsTest.class));
        assertThat(one).hasSize(2);
        assertThat(last).isEqualTo("c");
    }

    @Test
    void of_isAPersistentVector() {
        assertThat(ABC).isInstanceOf(PersistentVector.class).containsExactly("a", "b", "c");
        assertThat(Vectors.empty()).isSameAs(PersistentVector.EMPTY);
        assertThat(Vectors.of()).isInstanceOf(PersistentVector.class).isEmpty();
    }

    @Test
    void of_array_isNotAliased() {
        String[] array = {"a", "b"};
        List<String> list = Vectors.of(array);

        array[0] = "changed";

        assertThat(list).containsExactly("a", "b");
    }

    @Test
    void of_arrayOfANarrowType_takesWiderElementsLater() {
        List<Number> list = Vectors.of(new Integer[] {1, 2});

        assertThat(Vectors.assoc(list, 0, 2.5)).containsExactly(2.5, 2);
        assertThat(Vectors.conj(list, 3L)).containsExactly(1, 2, 3L);
    }

    @Test
    void nullElements_areAdmitted() {
        assertThat(Vectors.of("a", null)).containsExactly("a", null);
        assertThat(Vectors.conj(ABC, null)).containsExactly("a", "b", "c", null);
        assertThat(Vectors.from(Arrays.asList(null, "x"))).containsExactly(null, "x");
        assertThat(Vectors.<Object>update(Vectors.of("a"), 0, x -> null)).containsExactly((Object) null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 1_025, 40_000})
    void from_anySource_keepsOrderAndSize(int size) {
        List<Integer> expected = IntStream.range(0, size).boxed().toList();

        assertThat(Vectors.from(expected)).isInstanceOf(PersistentVector.class).isEqualTo(expected);
        assertThat(Vectors.from(new ArrayList<>(expected))).isEqualTo(expected);
        assertThat(Vectors.from(new LinkedList<>(expected))).isEqualTo(expected);
        assertThat(Vectors.of(expected.toArray(new Integer[0]))).isEqualTo(expected);
        assertThat(Vectors.into(Vectors.of(-1), expected)).hasSize(size + 1).endsWith(expected.toArray(new Integer[0]));
        Iterable<Integer> onlyIterable = expected::iterator;
        assertThat(Vectors.from(onlyIterable)).isEqualTo(expected);
    }

    @Test
    void from_copiesWhatMayChange_andNothingElse() {
        List<String> mutable = new ArrayList<>(List.of("a"));
        List<String> copy = Vectors.from(mutable);
        mutable.add("b");

        assertThat(copy).containsExactly("a");
        assertThat(Vectors.from(ABC)).isSameAs(ABC);
    }

    @Test
    void changes_leaveTheOldVectorAsItWas() {
        assertThat(Vectors.conj(ABC, "d")).containsExactly("a", "b", "c", "d");
        assertThat(Vectors.assoc(ABC, 1, "x")).containsExactly("a", "x", "c");
        assertThat(Vectors.assoc(ABC, 3, "d")).containsExactly("a", "b", "c", "d");
        assertThat(Vectors.update(ABC, 2, s -> s + "!")).containsExactly("a", "b", "c!");
        assertThat(Vectors.pop(ABC)).containsExactly("a", "b");
        assertThat(Vectors.into(ABC, new HashSet<>(List.of("d")))).containsExactly("a", "b", "c", "d");
        assertThat(ABC).containsExactly("a", "b", "c");
    }

    @Test
    void peek_givesTheLast_andNullWhenEmpty() {
        assertThat(Vectors.peek(ABC)).isEqualTo("c");
        assertThat(Vectors.<String>peek(Vectors.empty())).isNull();
    }

    @Test
    void pop_empty_isRefusedAsInClojure() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Vectors.pop(Vectors.empty()))
                .withMessage("list must have an element to pop, was []");
    }

    @Test
    void subvec_givesAPart_thatIsAVectorToo() {
        assertThat(Vectors.subvec(ABC, 1)).containsExactly("b", "c");
        assertThat(Vectors.subvec(ABC, 1, 2)).containsExactly("b");
        assertThat(Vectors.subvec(ABC, 3)).isEmpty();
        assertThat(Vectors.conj(Vectors.subvec(ABC, 2), "d")).containsExactly("c", "d");
        assertThat(Vectors.into(Vectors.subvec(ABC, 2), List.of("d"))).containsExactly("c", "d");
    }

    @Test
    void into_keepsMetadata() {
        IPersistentMap meta = (IPersistentMap) Maps.of("k", 1);
        List<?> tagged = (List<?>) ((IObj) ABC).withMeta(meta);

        assertThat((Object) ((IObj) Vectors.into(tagged, List.of("d"))).meta()).isSameAs(meta);
    }

    @Test
    void index_outOfRange_namesIndexAndSize() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Vectors.assoc(ABC, 4, "x"))
                .withMessage("index must be >= 0 and < 4, was 4 (size 3)");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Vectors.assoc(ABC, -1, "x"))
                .withMessage("index must be >= 0 and < 4, was -1 (size 3)");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Vectors.update(ABC, 3, s -> s))
                .withMessage("index must be >= 0 and < 3, was 3 (size 3)");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Vectors.subvec(ABC, 2, 1))
                .withMessage("range must be within 0 to 3, was 2 to 1");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Vectors.subvec(ABC, 4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Vectors.subvec(ABC, -1, 2));
    }

    @Test
    void javaLists_areRefusedWithTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vectors.conj(new ArrayList<>(List.of("a")), "b"))
                .withMessage(
                        "list must be a Clojure vector, was java.util.ArrayList: convert it with Vectors.from(list)");
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.assoc(List.of(), 0, "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.update(List.of(1), 0, n -> n));
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.peek(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.pop(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.subvec(List.of(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.into(List.of(), List.of()));
    }

    @Test
    @SuppressWarnings("DataFlowIssue")
    void nulls_areRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> Vectors.conj(null, "b"))
                .withMessage("list must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Vectors.of((Object[]) null))
                .withMessage("elements must not be null");
        assertThatNullPointerException().isThrownBy(() -> Vectors.from(null)).withMessage("source must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Vectors.update(ABC, 0, null))
                .withMessage("f must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Vectors.into(ABC, null))
                .withMessage("source must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Vectors.into(ABC, null, List.of()))
                .withMessage("xform must not be null");
    }

    @Test
    void update_functionThatThrows_reachesTheCaller() {
        IllegalStateException failure = new IllegalStateException("mine");

        assertThatIllegalStateException()
                .isThrownBy(() -> Vectors.update(ABC, 0, s -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void javaMutation_isUnsupported() {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> ABC.add("d"));
    }
}
