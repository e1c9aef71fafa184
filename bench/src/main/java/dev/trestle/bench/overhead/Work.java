package dev.trestle.bench.overhead;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** The user's functions: the same in all variants. Those of {@code overhead.clj} do the same with hinted longs. */
final class Work {
    static final Function<Long, Long> INC = n -> n + 1;
    static final BiFunction<Long, Long, Long> PLUS = (n, m) -> n + m;
    static final BiFunction<Long, Long, Long> MINUS = (n, m) -> n - m;
    static final Predicate<Long> EVEN = n -> (n & 1) == 0;
    static final Predicate<Long> NOT_NEGATIVE = n -> n >= 0;
    static final BiConsumer<Long, Long> IGNORE = (before, after) -> {};
    static final Long ONE = 1L;

    private Work() {}
}
