package dev.trestle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {
    @Test
    void medianOf_ofAnOddCount_isTheMiddle() {
        assertThat(Spread.medianOf(9, 1, 5)).isEqualTo(5);
    }

    @Test
    void medianOf_ofAnEvenCount_isTheMeanOfTheTwoInTheMiddle() {
        assertThat(Spread.medianOf(8, 1, 2, 4)).isEqualTo(3);
    }

    @Test
    void medianOf_ofNothing_isRefused() {
        assertThatThrownBy(Spread::medianOf).hasMessage("values must have an element, was empty");
    }

    /** From the binomial distribution: with 8 measurements, all but one on a side 93.0 %; with 9, 96.1 %; with 12, 96.1 %. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1, 3", "5, 1, 5", "6, 1, 6", "8, 1, 8", "9, 2, 8", "12, 3, 10", "20, 6, 15"})
    void interval_leavesOutAsManyAsChanceAllows(int count, double low, double high) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = count - i;
        }
        Spread spread = Spread.of(values);
        assertThat(spread.low()).isEqualTo(low);
        assertThat(spread.high()).isEqualTo(high);
        assertThat(spread.count()).isEqualTo(count);
    }

    @Test
    void geometricMean_ofAHalfAndTwo_isOne() {
        assertThat(Spread.geometricMean(0.5, 2)).isCloseTo(1, within(1e-12));
    }
}
