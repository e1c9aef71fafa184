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

    /** With fewer measurements nothing is sure: four that are all above the true one are no rarity. */
    private static final int FEWEST = 5;

    /** But this will do if all say the same, as bytes do where one thread does all the work. */
    private static final int FEWEST_OF_THE_SAME = 3;

    static Verdict of(Operation operation, Suite suite, Predicate<String> explained) {
        Verdict verdict = suite.limits().stream()
                .filter(limit -> limit.isFor(operation))
                .map(limit -> of(operation, suite.subject(), limit))
                .reduce(PASS, Verdict::worse);
        return verdict == OVER && explained.test(operation.name()) ? EXPLAINED : verdict;
    }

    static Verdict of(Operation operation, String subject, Suite.Limit limit) {
        return ofRatio(operation, subject, limit).worse(ofBytes(operation, subject, limit));
    }

    private static Verdict ofRatio(Operation operation, String subject, Suite.Limit limit) {
        return of(operation.ratio(subject, limit.variant()), limit.ratio());
    }

    private static Verdict ofBytes(Operation operation, String subject, Suite.Limit limit) {
        return Double.isInfinite(limit.bytesMore())
                ? PASS
                : of(operation.bytesMore(subject, limit.variant()), limit.bytesMore() + BYTES_OF_NOISE);
    }

    private static Verdict of(Spread measured, double line) {
        if (measured.median() <= line) {
            return PASS;
        }
        boolean isSteady = measured.high() - measured.low() < measured.median() / 100;
        int fewest = isSteady ? FEWEST_OF_THE_SAME : FEWEST;
        return measured.low() <= line || measured.count() < fewest ? UNSURE : OVER;
    }

    /** Whether more rounds are not needed: the bytes say no, or no round says it. */
    static boolean isSettled(Operation operation, Suite suite) {
        String subject = suite.subject();
        return suite.limits().stream()
                .filter(limit -> limit.isFor(operation))
                .allMatch(limit -> ofBytes(operation, subject, limit) == OVER
                        || ofBytes(operation, subject, limit) == PASS
                                && operation.ratio(subject, limit.variant()).high() <= limit.ratio());
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
