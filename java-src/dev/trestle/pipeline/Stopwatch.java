package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * Tells how long the steps of one chain work. For the chain it is exact: the time is read when items are there and when they
 * have gone, once for many. For its steps it is exact as long as items are slow, since then each is timed step by step; of
 * fast ones that is done to one in many, and the time of the others is divided likewise.
 */
@NullMarked
final class Stopwatch {
    private static final int LONGEST_STRIDE = 1023;
    private static final int MOST_PASSES = 64;
    /** An item that takes so long in each step, on average, is worth the readings. */
    private static final long SLOW_NANOS = 2_000;
    /** What it takes to read the time. */
    private static final long READING = reading();

    private final Books[] books;
    private final long[] samples;
    private final double[] weights;
    private boolean running;
    private boolean sampling;
    private long since;
    private long begun;
    private long mark;
    private int taken;
    private int passes;
    private int stride;
    private int until;

    Stopwatch(Books... books) {
        this.books = books;
        samples = new long[books.length];
        weights = new double[books.length];
    }

    private static long reading() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            long before = System.nanoTime();
            least = Math.min(least, System.nanoTime() - before);
        }
        return Math.max(0, least);
    }

    /** Asked before each item: true if it is to be timed, or if the chain has just begun to work. */
    boolean wants() {
        return --until < 0;
    }

    /** Works from now on, if it has not already, and times an item. */
    void begin() {
        long now = System.nanoTime();
        if (!running) {
            running = true;
            since = now;
        }
        sampling = books.length > 1;
        until = sampling ? 0 : Integer.MAX_VALUE;
        begun = now;
        mark = now;
        passes = 0;
    }

    /** True while an item is timed; not for long if it becomes many. */
    boolean isSampling() {
        if (sampling && ++passes > MOST_PASSES) {
            end();
        }
        return sampling;
    }

    /** What has passed since the last reading was the work of a step. */
    void charge(int step) {
        if (sampling) {
            long now = System.nanoTime();
            samples[step] += Math.max(0, now - mark - READING);
            mark = now;
        }
    }

    /** The item that was timed has gone. */
    void end() {
        if (sampling) {
            sampling = false;
            taken++;
            stride = mark - begun > SLOW_NANOS * books.length ? 0 : Math.min(LONGEST_STRIDE, 2 * stride + 1);
            until = stride;
        }
    }

    /** It was no work but waiting. */
    void leaveOut(long nanos) {
        since += nanos;
        begun += nanos;
        mark += nanos;
    }

    /** Works no more for now. */
    void stop() {
        until = 0;
        if (running) {
            running = false;
            sampling = false;
            divide(Math.max(0, System.nanoTime() - since));
        }
    }

    private void divide(long worked) {
        long rest = worked;
        double sum = 0;
        for (int i = 0; i < books.length; i++) {
            if (taken > 0) {
                weights[i] = (weights[i] + (double) samples[i] / taken) / 2; // the older, the less it counts
            }
            sum += weights[i];
            books[i].nanos += samples[i];
            rest -= samples[i];
            samples[i] = 0;
        }
        taken = 0;
        rest = Math.max(0, rest);
        long left = rest;
        for (int i = 1; i < books.length && sum > 0; i++) {
            long part = (long) (rest * (weights[i] / sum));
            books[i].nanos += part;
            left -= part;
        }
        books[0].nanos += left;
    }
}
