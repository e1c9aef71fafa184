package dev.trestle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import java.lang.reflect.Constructor;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DescribeTest {
    /** Has the string form that it is given, or throws. */
    private record Odd(ThrowingString form) {
        @Override
        public String toString() {
            try {
                return form.get();
            } catch (Throwable e) {
                throw Calls.sneaky(e);
            }
        }
    }

    private interface ThrowingString {
        String get() throws Throwable;
    }

    private static String thrown(Throwable e) {
        return Describe.value(new Odd(() -> {
            throw e;
        }));
    }

    @Test
    void value_isShort() {
        assertThat(Describe.value(null)).isEqualTo("null");
        assertThat(Describe.value(List.of(1, 2))).isEqualTo("[1, 2]");
        assertThat(Describe.value("x".repeat(121))).isEqualTo("x".repeat(120) + "...");
        assertThat(Describe.value(new ArrayList<>(Collections.nCopies(21, 1))))
                .isEqualTo("a java.util.ArrayList of 21 elements");
        Map<Integer, Integer> many = new HashMap<>();
        IntStream.range(0, 21).forEach(i -> many.put(i, i));
        assertThat(Describe.value(many)).isEqualTo("a java.util.HashMap of 21 entries");
    }

    @Test
    void value_withoutAStringForm_isNull() {
        assertThat(Describe.value(new Odd(() -> null))).isEqualTo("null");
    }

    @Test
    void value_whoseStringFormThrows_isNamed() {
        String odd = Odd.class.getName();

        assertThat(thrown(new IllegalStateException()))
                .isEqualTo(odd + " (its toString threw java.lang.IllegalStateException)");
        assertThat(thrown(new java.io.IOException())).isEqualTo(odd + " (its toString threw java.io.IOException)");
        assertThat(thrown(new AssertionError())).isEqualTo(odd + " (its toString threw java.lang.AssertionError)");
    }

    @Test
    void values_thatContainEachOther_areNamed() {
        List<Object> one = new ArrayList<>();
        one.add(List.of(Collections.singletonList(one)));

        assertThat(Describe.value(one))
                .isEqualTo("java.util.ArrayList (its toString threw java.lang.StackOverflowError)");
    }

    @Test
    void collection_whoseSizeThrows_isNamed() {
        class Sizeless extends AbstractList<Object> {
            @Override
            public Object get(int index) {
                throw new IndexOutOfBoundsException(index);
            }

            @Override
            public int size() {
                throw new UnsupportedOperationException();
            }
        }

        assertThat(Describe.value(new Sizeless()))
                .endsWith("Sizeless (its toString threw java.lang.UnsupportedOperationException)");
    }

    @Test
    void failure_isUncut_andNamedIfItsMessageThrows() {
        RuntimeException mute = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no words");
            }
        };

        assertThat(Describe.failure(new IllegalStateException("x".repeat(200))))
                .isEqualTo("java.lang.IllegalStateException: " + "x".repeat(200));
        assertThat(Describe.failure(mute))
                .isEqualTo(mute.getClass().getName() + " (its toString threw java.lang.IllegalStateException)");
    }

    private static Throwable signal() throws ReflectiveOperationException {
        Constructor<?> retry =
                Class.forName("clojure.lang.LockingTransaction$RetryEx").getDeclaredConstructor();
        retry.setAccessible(true);
        return (Throwable) retry.newInstance();
    }

    @Test
    void value_letsTheSignalToRetryPass() {
        Ref<Integer> ref = Ref.of(1);
        AtomicInteger attempts = new AtomicInteger();

        String described = Stm.dosync(() -> {
            int attempt = attempts.incrementAndGet();
            return Describe.value(new Odd(() -> {
                if (attempt == 1) {
                    throw signal();
                }
                return "attempt " + attempt + " of " + ref.deref();
            }));
        });

        assertThat(described).isEqualTo("attempt 2 of 1");
    }
}
