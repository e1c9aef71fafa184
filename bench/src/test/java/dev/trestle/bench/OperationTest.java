package dev.trestle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperationTest {
    @Test
    void ratio_whenTheMachineSlowsDown_staysTheSame() {
        // given: each round on a machine half as fast as before
        Operation operation = new Operation("Atom.swap");
        for (double nanos : new double[] {10, 20, 40}) {
            operation.add("facade", new Operation.Sample(nanos * 1.1, 0));
            operation.add("ifn", new Operation.Sample(nanos, 0));
        }
        // when
        Spread ratio = operation.ratio("facade", "ifn");
        // then
        assertThat(ratio.low()).isEqualTo(ratio.high()).isEqualTo(1.1);
    }

    @Test
    void bytesMore_isTheDifferenceInEachRound() {
        Operation operation = new Operation("Atom.swap");
        operation.add("facade", new Operation.Sample(1, 40));
        operation.add("ifn", new Operation.Sample(1, 16));
        assertThat(operation.bytesMore("facade", "ifn").median()).isEqualTo(24);
    }

    @Test
    void ratio_toAVariantWithFewerRounds_comparesTheRoundsOfBoth() {
        Operation operation = new Operation("Atom.swap");
        operation.add("facade", new Operation.Sample(3, 0));
        operation.add("clojure", new Operation.Sample(2, 0));
        operation.add("facade", new Operation.Sample(100, 0));
        assertThat(operation.ratio("facade", "clojure").median()).isEqualTo(1.5);
        assertThat(operation.rounds("facade")).isEqualTo(2);
    }
}
