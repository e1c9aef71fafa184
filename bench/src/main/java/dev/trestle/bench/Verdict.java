package dev.trestle.bench;

import java.util.Collection;
import java.util.function.Predicate;

/** What the measurements of an operation say about its limits. */
enum Verdict {
    /** The medians of ratio and bytes are within the limits. */
    PASS,
    /** A median is over the line, but its interval reaches below it, or says nothing yet: the noise does not let us tell. */
    UNSURE,
    /** Over the line, and an ADR says why. */
    EXPLAINED,
    /** Over the line. */
    OVER;

    /** What is less than a byte is rounding: a collection in the middle of an iteration. */
    private static final double BYTES_OF_NOISE = 1;

    /** With fewer measurements nothing is sure: four that are all above the median are no rarity. */
    private static final int FEWEST = 5;

    static Verdict of(Operation operation, Suite suite, Predicate<String> explained) {
        Verdict verdict = suite.limits().stream()
                .filter(limit -> operation.has(limit.variant()))
                .map(limit -> of(operation, suite.subject(), limit))
                .reduce(PASS, Verdict::worse);
        return verdict == OVER && explained.test(operation.name()) ? EXPLAINED : verdict;
    }

    private static Verdict of(Operation operation, String subject, Suite.Limit limit) {
        return of(operation.ratio(subject, limit.variant()), limit.ratio())
                .worse(of(operation.bytesMore(subject, limit.variant()), limit.bytesMore() + BYTES_OF_NOISE));
    }

    private static Verdict of(Spread measured, double line) {
        if (measured.median() <= line) {
            return PASS;
        }
        return measured.low() <= line || measured.count() < FEWEST ? UNSURE : OVER;
    }

    /** Whether more rounds are not needed: all of the intervals are within the limits, or the bytes say no. */
    static boolean isSettled(Operation operation, Suite suite) {
        return suite.limits().stream()
                .filter(limit -> operation.has(limit.variant()))
                .allMatch(limit -> {
                    Spread bytes = operation.bytesMore(suite.subject(), limit.variant());
                    double line = limit.bytesMore() + BYTES_OF_NOISE;
                    Spread ratio = operation.ratio(suite.subject(), limit.variant());
                    return of(bytes, line) == OVER || bytes.high() <= line && ratio.high() <= limit.ratio();
                });
    }

    /** The geometric mean of the ratios of all operations to one variant. */
    static double geometricMean(Collection<Operation> operations, String subject, String other) {
        return Spread.geometricMean(operations.stream()
                .filter(operation -> operation.has(subject) && operation.has(other))
                .mapToDouble(operation -> operation.ratio(subject, other).median())
                .toArray());
    }

    private Verdict worse(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
