package dev.trestle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Suites in which each operation has its own variants and lines. */
class PairsTest {
    private static final Suite SUITE = new Suite(
            "s",
            "p",
            List.of("ours", "slow", "ideal"),
            List.of(Suite.Limit.ofTime("^Atom", "slow", 0.5), Suite.Limit.ofTime("^Ref", "ideal", 1.03)));

    @Test
    void text_hasALineForEachPair() {
        assertThat(report(operation("Atom.swap", 0.25, 2)).text()).isEqualTo("""
                        operation  beside  ours ns  its ns             ratio (95 %)  times faster       line  rounds  verdict
                        Atom.swap    slow    10.00   40.00  0.2500 (0.2500..0.2500)          4.00  <= 0.5000       3     PASS
                        Atom.swap   ideal    10.00    5.00  2.0000 (2.0000..2.0000)          0.50          -       3        -

                        1 PASS
                        """);
    }

    @Test
    void isGood_asksEachOperationForItsOwnLines() {
        assertThat(report(operation("Atom.swap", 0.5, 2)).isGood()).isTrue();
        assertThat(report(operation("Atom.swap", 0.6, 1)).isGood()).isFalse();
        assertThat(report(operation("Ref.set", 0.6, 1)).isGood()).isTrue();
        assertThat(report(operation("Ref.set", 0.6, 1.1)).isGood()).isFalse();
    }

    @Test
    void plan_ofASuite_isFoundByItsName() {
        for (Suite suite : Suite.ALL) {
            assertThat(suite.plan(suite.full().name())).isEqualTo(suite.full());
            assertThat(suite.plan(suite.quick().name())).isEqualTo(suite.quick());
        }
    }

    private static Report report(Operation operation) {
        return new Report(SUITE, Plan.ofLong(), List.of(operation), Explanations.parse("s", List.of(), Path.of("")));
    }

    private static Operation operation(String name, double toSlow, double toIdeal) {
        Operation operation = new Operation(name);
        for (int round = 0; round < 3; round++) {
            operation.add("ours", new Operation.Sample(10, 0));
            operation.add("slow", new Operation.Sample(10 / toSlow, 0));
            operation.add("ideal", new Operation.Sample(10 / toIdeal, 0));
        }
        return operation;
    }
}
