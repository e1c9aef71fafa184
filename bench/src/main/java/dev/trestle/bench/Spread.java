package dev.trestle.bench;

import java.util.Arrays;

/**
 * The median of some measurements, and an interval in which the true median lies with a probability of 95 %.
 *
 * <p>The interval makes no assumption on the distribution: its ends are measurements too. Below six measurements there is
 * no such interval, and the least and the greatest stand for it.
 *
 * @param median the median
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 * @param count how many measurements
 */
record Spread(double median, double low, double high, int count) {
    private static final double CONFIDENCE = 0.95;

    static Spread of(double... values) {
        double[] sorted = sorted(values);
        int skipped = outside(sorted.length);
        return new Spread(middle(sorted), sorted[skipped], sorted[sorted.length - 1 - skipped], sorted.length);
    }

    static double medianOf(double... values) {
        return middle(sorted(values));
    }

    static double geometricMean(double... values) {
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
    }

    /** How many of n sorted measurements may be left out at each end: so many fall on one side of the median by chance. */
    private static int outside(int n) {
        double coin = Math.pow(0.5, n);
        double tail = coin; // the probability that at most k of n are below the median
        int k = 0;
        while (true) {
            coin = coin * (n - k) / (k + 1);
            tail += coin;
            if (1 - 2 * tail < CONFIDENCE) {
                return k;
            }
            k++;
        }
    }

    private static double[] sorted(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values must have an element, was empty");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double middle(double... sorted) {
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
