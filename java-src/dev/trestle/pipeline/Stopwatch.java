package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * Tells how long the steps of one chain work. For the chain it is exact: the time is read when items are there and when they
 * have gone, once for many. For its steps it is exact as long as items are slow, since then each is timed step by step. Of
 * fast ones one in many is, and the time of the others is divided by what an item takes in each step, times how many have come
 * there. What a step sends on by itself, as a batch, is chosen apart: who is slow with something rare is timed each time.
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
    private final long[] sampled;
    private final long[] seen;
    private final double[] means;
    private final double[] parts;
    private final int[] strides;
    private final int[] until;
    private boolean running;
    private boolean sampling;
    private int entry;
    private long since;
    private long begun;
    private long mark;
    private int passes;

    Stopwatch(Books... books) {
        this.books = books;
        samples = new long[books.length];
        sampled = new long[books.length];
        seen = new long[books.length];
        means = new double[books.length];
        parts = new double[books.length];
        strides = new int[books.length];
        until = new int[books.length];
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
        return --until[0] < 0;
    }

    /** Asked before each item that a step sends on by itself: whether it is to be timed in what follows. */
    boolean wantsAfter(int step) {
        return step + 1 < books.length && --until[step + 1] < 0;
    }

    /** Works from now on, if it has not already. */
    void resume() {
        if (!running) {
            running = true;
            since = System.nanoTime();
        }
    }

    /** Works from now on, if it has not already, and times an item. */
    void begin() {
        begin(0);
    }

    /** Times an item that a step has sent on. */
    void beginAfter(int step) {
        begin(step + 1);
    }

    private void begin(int first) {
        long now = System.nanoTime();
        if (!running) {
            running = true;
            since = now;
        }
        sampling = true;
        entry = first;
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

    /** The item that is timed comes to a step. */
    void enters(int step) {
        if (sampling) {
            sampled[step]++;
        }
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
            boolean slow = mark - begun > SLOW_NANOS * (books.length - entry);
            strides[entry] = slow ? 0 : Math.min(LONGEST_STRIDE, 2 * strides[entry] + 1);
            until[entry] = strides[entry];
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
        until[0] = 0;
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
            if (sampled[i] > 0) {
                double mean = (double) samples[i] / sampled[i];
                means[i] = means[i] == 0 ? mean : (means[i] + mean) / 2; // the older, the less it counts
            }
            parts[i] = Math.max(0, means[i] * (books[i].in - seen[i]) - samples[i]);
            sum += parts[i];
            rest -= samples[i];
            books[i].nanos += samples[i];
            seen[i] = books[i].in;
            samples[i] = 0;
            sampled[i] = 0;
        }
        rest = Math.max(0, rest);
        long left = rest;
        for (int i = 1; i < books.length && sum > 0; i++) {
            long part = (long) (rest * (parts[i] / sum));
            books[i].nanos += part;
            left -= part;
        }
        books[0].nanos += left;
    }
}
