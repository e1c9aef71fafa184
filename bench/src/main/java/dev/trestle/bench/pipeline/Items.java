package dev.trestle.bench.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** What goes through, and the three light steps that all variants take it through: boxed, as generic code has it. */
final class Items {
    static final int COUNT = 1_000_000;
    static final Duration LIMIT = Duration.ofMinutes(1);

    private Items() {}

    static List<Long> longs(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    static Long inc(Long n) {
        return n + 1;
    }

    static boolean isEven(Long n) {
        return (n & 1) == 0;
    }

    static Long twice(Long n) {
        return n * 2;
    }

    /** What comes out of {@link #longs}, added up. */
    static long expected(int count) {
        return LongStream.rangeClosed(1, count)
                .filter(n -> (n & 1) == 0)
                .map(n -> n * 2)
                .sum();
    }

    /** A variant that does other work is not comparable. */
    static long checked(long sum, int count) {
        if (sum != expected(count)) {
            throw new AssertionError("sum must be " + expected(count) + ", was " + sum);
        }
        return sum;
    }
}
