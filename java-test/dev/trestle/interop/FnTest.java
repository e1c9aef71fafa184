package dev.trestle.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.ArityException;
import clojure.lang.IFn;
import clojure.lang.IObj;
import clojure.lang.IPersistentMap;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FnTest {
    private static final Function<String, String> SHOUT = s -> s + "!";
    private static final BiFunction<String, String, String> JOIN = (a, b) -> a + b;
    private static final Supplier<String> SUPPLY = () -> "supplied";
    private static final Predicate<String> EMPTY = String::isEmpty;

    @Test
    void snippet_ofTheJavadoc_works() {
        // snippet
        IFn shout = Fn.ofFunction((String s) -> s + "!");
        Clj.var("clojure.core", "mapv").invoke(shout, List.of("a", "b")); // ["a!" "b!"]
        Function<Long, Long> inc = Fn.toFunction(Clj.var("clojure.core", "inc"));
        // end
        assertThat(JavadocSnippet.shownBy(Fn.class)).isEqualTo(JavadocSnippet.testedBy(FnTest.class));
        assertThat(Clj.var("clojure.core", "mapv").invoke(shout, List.of("a", "b")))
                .isEqualTo(List.of("a!", "b!"));
        assertThat(inc.apply(1L)).isEqualTo(2L);
    }

    @Test
    void of_isCallableFromClojure() {
        List<Object> seen = new ArrayList<>();

        assertThat(Fn.ofFunction(SHOUT).invoke("a")).isEqualTo("a!");
        assertThat(Fn.ofBiFunction(JOIN).invoke("a", "b")).isEqualTo("ab");
        assertThat(Fn.ofSupplier(SUPPLY).invoke()).isEqualTo("supplied");
        assertThat(Fn.ofCallable(() -> 1).invoke()).isEqualTo(1);
        assertThat(Fn.ofPredicate(EMPTY).invoke("")).isSameAs(Boolean.TRUE);
        assertThat(Fn.ofConsumer(seen::add).invoke("x")).isNull();
        assertThat(Fn.ofBiConsumer((a, b) -> seen.add(List.of(a, b))).invoke("y", "z"))
                .isNull();
        assertThat(seen).containsExactly("x", List.of("y", "z"));
    }

    @Test
    void of_otherArity_isAnArityException() {
        assertThatExceptionOfType(ArityException.class)
                .isThrownBy(() -> Fn.ofFunction(SHOUT).invoke("a", "b"));
    }

    @Test
    void lambda_thatCrossesAndComesBack_isTheSame() {
        Consumer<Object> consumer = x -> {};
        BiConsumer<Object, Object> biConsumer = (x, y) -> {};

        assertThat(Fn.toFunction(Fn.ofFunction(SHOUT))).isSameAs(SHOUT);
        assertThat(Fn.toBiFunction(Fn.ofBiFunction(JOIN))).isSameAs(JOIN);
        assertThat(Fn.toSupplier(Fn.ofSupplier(SUPPLY))).isSameAs(SUPPLY);
        assertThat(Fn.toPredicate(Fn.ofPredicate(EMPTY))).isSameAs(EMPTY);
        assertThat(Fn.toConsumer(Fn.ofConsumer(consumer))).isSameAs(consumer);
        assertThat(Fn.toBiConsumer(Fn.ofBiConsumer(biConsumer))).isSameAs(biConsumer);
    }

    @Test
    void clojureFunction_thatCrossesAndComesBack_isTheSame() {
        IFn fn = Clj.var("clojure.core", "identity");

        assertThat(Fn.ofFunction(Fn.toFunction(fn))).isSameAs(fn);
        assertThat(Fn.ofBiFunction(Fn.toBiFunction(fn))).isSameAs(fn);
        assertThat(Fn.ofSupplier(Fn.toSupplier(fn))).isSameAs(fn);
        assertThat(Fn.ofPredicate(Fn.toPredicate(fn))).isSameAs(fn);
        assertThat(Fn.ofConsumer(Fn.toConsumer(fn))).isSameAs(fn);
        assertThat(Fn.ofBiConsumer(Fn.toBiConsumer(fn))).isSameAs(fn);
    }

    @Test
    void to_callsTheClojureFunction() {
        IFn vector = Clj.var("clojure.core", "vector");
        List<Object> log = new ArrayList<>();
        IFn add = Fn.ofConsumer(log::add);

        assertThat(Fn.toFunction(vector).apply(1)).isEqualTo(List.of(1));
        assertThat(Fn.toBiFunction(vector).apply(1, 2)).isEqualTo(List.of(1, 2));
        assertThat(Fn.toSupplier(vector).get()).isEqualTo(List.of());
        assertThat(Fn.toPredicate(Clj.var("clojure.core", "identity")).test(null))
                .isFalse();
        assertThat(Fn.toPredicate(Clj.var("clojure.core", "identity")).test("x"))
                .isTrue();
        Fn.toConsumer(ClojureCode.<IFn>call("(fn [f] (fn [x] (f x)))", add)).accept("seen");
        Fn.toBiConsumer(ClojureCode.<IFn>call("(fn [f] (fn [x y] (f (+ x y))))", add))
                .accept(1, 2);
        assertThat(log).containsExactly("seen", 3L);
    }

    @Test
    void to_checkedExceptionOfClojureCode_isTheCause_uncheckedPasses() {
        IFn failing = ClojureCode.eval("(fn [e] (throw e))");
        RuntimeException unchecked = new IllegalStateException("mine");

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> Fn.toFunction(failing).apply(new IOException("disk")))
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Fn.toFunction(failing).apply(unchecked))
                .isSameAs(unchecked);
    }

    @Test
    void ofCallable_checkedException_passesThroughClojureAsItIs() {
        IOException failure = new IOException("disk");
        Callable<Object> task = () -> {
            throw failure;
        };

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Fn.ofCallable(task).invoke())
                .isSameAs(failure);
    }

    @Test
    void of_takesMetadata() {
        IPersistentMap meta = (IPersistentMap) Clj.<Object>read("{:doc \"x\"}");
        IObj tagged = ((IObj) Fn.ofFunction(SHOUT)).withMeta(meta);

        assertThat((Object) tagged.meta()).isSameAs(meta);
        assertThat(((IFn) tagged).invoke("a")).isEqualTo("a!");
    }

    @Test
    void of_isSerializable_ifTheLambdaIs() throws Exception {
        Function<String, String> shipped = (Function<String, String> & Serializable) s -> s + "?";

        assertThat(((IFn) copyOf(Fn.ofFunction(shipped))).invoke("a")).isEqualTo("a?");
        assertThatExceptionOfType(NotSerializableException.class).isThrownBy(() -> copyOf(Fn.ofFunction(SHOUT)));
    }

    @Test
    @SuppressWarnings("DataFlowIssue")
    void nulls_areRefusedByName() {
        assertThatNullPointerException().isThrownBy(() -> Fn.ofFunction(null)).withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> Fn.ofBiFunction(null));
        assertThatNullPointerException().isThrownBy(() -> Fn.ofSupplier(null));
        assertThatNullPointerException().isThrownBy(() -> Fn.ofCallable(null));
        assertThatNullPointerException().isThrownBy(() -> Fn.ofPredicate(null));
        assertThatNullPointerException().isThrownBy(() -> Fn.ofConsumer(null));
        assertThatNullPointerException().isThrownBy(() -> Fn.ofBiConsumer(null));
        assertThatNullPointerException().isThrownBy(() -> Fn.toFunction(null)).withMessage("fn must not be null");
        assertThatNullPointerException().isThrownBy(() -> Fn.toSupplier(null));
    }

    private static Object copyOf(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
