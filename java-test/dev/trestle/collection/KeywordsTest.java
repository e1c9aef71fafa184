package dev.trestle.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.Keyword;
import dev.trestle.testing.JavadocSnippet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeywordsTest {
    @Test
    void snippet_ofTheJavadoc_works() {
        // snippet
        Map<Object, Object> account = Maps.of(Keywords.of("balance"), 100L);
        Keywords.name(Keywords.of("bank", "id")); // "id"
        // end
        assertThat(JavadocSnippet.shownBy(Keywords.class)).isEqualTo(JavadocSnippet.testedBy(KeywordsTest.class));
        assertThat(account).containsEntry(Keyword.intern("balance"), 100L);
        assertThat(Keywords.name(Keywords.of("bank", "id"))).isEqualTo("id");
    }

    @Test
    void of_isTheOneKeywordOfThatName() {
        assertThat(Keywords.of("a")).isSameAs(Keyword.intern("a")).hasToString(":a");
        assertThat(Keywords.of("n", "a")).isSameAs(Keyword.intern("n", "a")).isSameAs(Keywords.of("n/a"));
    }

    @Test
    void parts_areNameAndNamespace() {
        assertThat(Keywords.name(Keywords.of("n", "a"))).isEqualTo("a");
        assertThat(Keywords.namespace(Keywords.of("n", "a"))).isEqualTo("n");
        assertThat(Keywords.namespace(Keywords.of("a"))).isNull();
    }

    @Test
    void isKeyword_knowsOthers() {
        assertThat(Keywords.isKeyword(Keywords.of("a"))).isTrue();
        assertThat(Keywords.isKeyword("a")).isFalse();
        assertThat(Keywords.isKeyword(null)).isFalse();
    }

    @Test
    void anythingElse_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keywords.name("a"))
                .withMessage("object must be a clojure.lang.Keyword, was java.lang.String: a");
        assertThatIllegalArgumentException().isThrownBy(() -> Keywords.namespace(1));
    }

    @Test
    @SuppressWarnings("DataFlowIssue")
    void nulls_areRefusedByName() {
        assertThatNullPointerException().isThrownBy(() -> Keywords.of(null)).withMessage("name must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Keywords.of(null, "a"))
                .withMessage("namespace must not be null");
        assertThatNullPointerException().isThrownBy(() -> Keywords.name(null)).withMessage("keyword must not be null");
    }
}
