package dev.trestle.async;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What was put, what came out, and what the channel says that it has left out: value by value. */
final class Books {
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicIntegerArray accepted;
    private final AtomicIntegerArray out;

    Books(int values) {
        accepted = new AtomicIntegerArray(values);
        out = new AtomicIntegerArray(values);
    }

    int started() {
        return next.get();
    }

    /** The next value, or -1 when all are used up. */
    int draw() {
        int value = next.getAndIncrement();
        return value < accepted.length() ? value : -1;
    }

    void accepted(int value) {
        accepted.incrementAndGet(value);
    }

    /** It was taken, or reported as dropped, filtered out or failed. */
    void out(int value) {
        out.incrementAndGet(value);
    }

    /** Says whether each accepted value came out as often as it must, and no other at all. */
    void check(int times) {
        for (int i = 0; i < Math.min(next.get(), accepted.length()); i++) {
            if (accepted.get(i) * times != out.get(i)) {
                throw new AssertionError("value " + i + " was accepted " + accepted.get(i) + " times and came out "
                        + out.get(i) + " times");
            }
        }
    }

    int accepted() {
        int sum = 0;
        for (int i = 0; i < accepted.length(); i++) {
            sum += accepted.get(i);
        }
        return sum;
    }
}
