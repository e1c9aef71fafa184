package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class VolatileTest {
    @Test
    void swapAndReset_giveTheNewValue() {
        Volatile<Long> box = Volatile.of(1L);

        assertThat(box.swap(n -> n + 1)).isEqualTo(2L);
        assertThat(box.reset(9L)).isEqualTo(9L);
        assertThat(box.deref()).isEqualTo(9L);
        assertThat(box).hasToString("Volatile[9]");
    }

    @Test
    void wrap_sharesTheBox() {
        clojure.lang.Volatile raw = new clojure.lang.Volatile("x");
        Volatile<String> box = Volatile.wrap(raw);
        raw.reset("y");

        assertThat(box.deref()).isEqualTo("y");
        assertThat(box.unwrap()).isSameAs(raw);
        assertThat(Volatile.<String>wrap(raw)).isEqualTo(box).hasSameHashCodeAs(box);
        assertThat(Volatile.<String>wrap(box)).isSameAs(box);
        assertThat(Volatile.of("y")).isNotEqualTo(box);
    }

    @Test
    void badInput_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> Volatile.of(1).swap(null))
                .withMessage("f must not be null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Volatile.wrap(1))
                .withMessage("object must be a clojure.lang.Volatile, was java.lang.Integer: 1");
    }
}
