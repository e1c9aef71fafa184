package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.trestle.testing.JavadocSnippet;
import org.junit.jupiter.api.Test;

class VarTest extends ReferenceContract<Var<Long>> {
    @Override
    Var<Long> create(Long value) {
        return Var.dynamic(value);
    }

    @Override
    void change(Var<Long> var, Long value) {
        var.alterRoot(old -> value);
    }

    @Override
    Reference<Long> wrap(Object raw) {
        return Var.wrap(raw);
    }

    @Test
    void snippet_isWhatTheJavadocShows() {
        // snippet
        Var<String> user = Var.dynamic("nobody");
        String name = Bindings.of(user, "ada").call(user::deref);
        // end

        assertThat(name).isEqualTo("ada");
        assertThat(JavadocSnippet.shownBy(Var.class)).isEqualTo(JavadocSnippet.testedBy(VarTest.class));
    }

    @Test
    void find_givesTheRealVar() {
        Var<Object> printLength = Var.find("clojure.core", "*print-length*");

        assertThat(printLength.isDynamic()).isTrue();
        assertThat(printLength.isBound()).isTrue();
        assertThat(printLength.isThreadBound()).isFalse();
        assertThat(printLength).hasToString("Var[#'clojure.core/*print-length*]");
        assertThat(Var.find("clojure.core", "inc").isDynamic()).isFalse();
    }

    @Test
    void fact41_misspeltVar_failsAtOnce() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Var.find("clojure.core", "swapp!"))
                .withMessage(
                        "var must exist, was clojure.core/swapp!: check the spelling and the version of clojure.core");
        assertThatIllegalStateException()
                .isThrownBy(() -> Var.find("no.such.namespace", "x"))
                .withMessageContaining("namespace of var must be loaded, was no.such.namespace");
        assertThatNullPointerException().isThrownBy(() -> Var.find(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> Var.find("x", null));
    }

    @Test
    void set_changesTheBindingOfThisThreadOnly() {
        Var<Long> var = Var.dynamic(1L);
        Bindings.of(var, 2L).run(() -> {
            assertThat(var.set(3L)).isEqualTo(3L);
            assertThat(var.deref()).isEqualTo(3L);
        });

        assertThat(var.deref()).isEqualTo(1L);
        assertThatIllegalStateException()
                .isThrownBy(() -> var.set(9L))
                .withMessageContaining("must be bound on this thread to be set");
    }

    @Test
    void alterRoot_givesTheNewRoot() {
        Var<Long> var = Var.dynamic(1L);

        assertThat(var.alterRoot(n -> n + 1)).isEqualTo(2L);
        assertThatNullPointerException().isThrownBy(() -> var.alterRoot(null));
    }
}
