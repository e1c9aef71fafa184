package dev.trestle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Suite SUITE = Suite.ALL.get(0);
    private static final Predicate<String> NOTHING = name -> false;

    @Test
    void of_atTheLine_passes() {
        assertThat(Verdict.of(operation(24, 1.05, 1.05, 1.05), SUITE, NOTHING)).isEqualTo(Verdict.PASS);
    }

    @Test
    void of_aMedianOverTheLine_isOver() {
        assertThat(Verdict.of(operation(0, 1.06, 1.07, 1.06, 1.06, 1.06), SUITE, NOTHING))
                .isEqualTo(Verdict.OVER);
    }

    @Test
    void of_aMedianOverTheLine_whoseIntervalIsNot_isUnsure() {
        Operation operation = operation(0, 1.00, 1.06, 1.07);
        assertThat(Verdict.of(operation, SUITE, NOTHING)).isEqualTo(Verdict.UNSURE);
        assertThat(Verdict.isSettled(operation, SUITE)).isFalse();
    }

    @Test
    void of_fourRoundsOverTheLine_isUnsure() {
        assertThat(Verdict.of(operation(0, 1.50, 1.60, 1.50, 1.60), SUITE, NOTHING))
                .isEqualTo(Verdict.UNSURE);
    }

    @Test
    void of_threeRoundsOverTheLine_thatAreTheSame_isOver() {
        assertThat(Verdict.of(operation(0, 1.50, 1.51, 1.50), SUITE, NOTHING)).isEqualTo(Verdict.OVER);
    }

    @Test
    void of_tooManyBytes_isOverAndSettled() {
        Operation operation = operation(32, 0.5, 0.5, 0.5);
        assertThat(Verdict.of(operation, SUITE, NOTHING)).isEqualTo(Verdict.OVER);
        assertThat(Verdict.isSettled(operation, SUITE)).isTrue();
    }

    @Test
    void of_anOperationOverTheLine_thatIsExplained_isExplained() {
        assertThat(Verdict.of(operation(32, 1, 1, 1), SUITE, "Atom.swap"::equals))
                .isEqualTo(Verdict.EXPLAINED);
        assertThat(Verdict.of(operation(32, 1, 1, 1), SUITE, "Atom.reset"::equals))
                .isEqualTo(Verdict.OVER);
    }

    @Test
    void isSettled_whenOneRoundIsOverTheLine_isFalse() {
        assertThat(Verdict.isSettled(operation(0, 1.00, 1.00, 1.05), SUITE)).isTrue();
        assertThat(Verdict.isSettled(operation(0, 1.00, 1.00, 1.06), SUITE)).isFalse();
    }

    @Test
    void geometricMean_isOfTheMedianRatios() {
        assertThat(Verdict.geometricMean(List.of(operation(0, 0.1, 0.5, 9), operation(0, 0.1, 2, 9)), "facade", "ifn"))
                .isCloseTo(1, within(1e-12));
    }

    static Operation operation(double bytesMore, double... ratios) {
        Operation operation = new Operation("Atom.swap");
        for (double ratio : ratios) {
            operation.add("facade", new Operation.Sample(ratio, 100 + bytesMore));
            operation.add("ifn", new Operation.Sample(1, 100));
            operation.add("clojure", new Operation.Sample(1, 100));
        }
        return operation;
    }
}
