package dev.trestle.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The steps that make one item of several. */
@NullMarked
final class Gathers {
    private Gathers() {}

    static final class Batch extends Op {
        private final int n;
        private List<Object> held = new ArrayList<>();

        Batch(int n) {
            this.n = n;
        }

        @Override
        @Nullable
        Object apply(Object item) {
            held.add(item);
            if (held.size() == n) {
                pass(cut());
            }
            return null;
        }

        private Object cut() {
            List<Object> batch = List.copyOf(held);
            books.merged += batch.size() - 1;
            held = new ArrayList<>();
            return batch;
        }

        @Override
        void finish() {
            if (!held.isEmpty()) {
                pass(cut());
            }
        }

        @Override
        void abandon() {
            books.undelivered += held.size();
            held.clear();
        }
    }

    static final class Window extends Op {
        private final int n;
        private final int step;
        private final Deque<Object> held = new ArrayDeque<>();
        private int until;

        Window(int n, int step) {
            this.n = n;
            this.step = step;
            until = n;
        }

        @Override
        @Nullable
        Object apply(Object item) {
            if (held.size() == n) {
                held.removeFirst();
            }
            held.addLast(item);
            if (--until > 0) {
                books.merged++;
                return null;
            }
            until = step;
            pass(List.copyOf(held));
            return null;
        }
    }

    /** Lets {@code n} items through in each time {@code per}, evenly, and up to {@code burst} at once after a pause. */
    static final class Throttle extends Op {
        private final int n;
        private final long per;
        private final long burst;
        private long base;
        private int ticks;
        private long late;
        private boolean begun;

        Throttle(int n, long per, int burst) {
            this.n = n;
            this.per = per;
            this.burst = Math.multiplyExact(per, burst - 1L) / n;
        }

        @Override
        @Nullable
        Object apply(Object item) {
            long now = now();
            long due = base + ticks * per / n; // counted from the base, so that nothing adds up
            if (!begun || now - due > late) { // nothing came; that it slept too long it makes up for
                begun = true;
                base = now;
                ticks = 0;
                due = now;
                late = 0;
            }
            if (due - burst - now > 0) {
                if (!sleep(due - burst - now)) {
                    books.undelivered++;
                    return null;
                }
                late = Math.max(0, now() - due);
            }
            if (++ticks == n) {
                base += per;
                ticks = 0;
            }
            return item;
        }
    }
}
