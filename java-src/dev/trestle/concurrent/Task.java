package dev.trestle.concurrent;

import java.util.concurrent.Callable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What is done to each part. It says in the part where it stopped and why, and never throws. */
@NullMarked
abstract class Task {
    private final boolean timed;

    Task(boolean timed) {
        this.timed = timed;
    }

    /** Goes through a part until its end, a failure, or the request to stop. */
    abstract void work(Part part, @Nullable Times times) throws Exception;

    final void run(Part part) {
        Times times = timed ? new Times() : null;
        part.stopped = part.from;
        try {
            work(part, times);
        } catch (Throwable e) {
            part.thrown = e;
        }
        part.times = times;
    }

    /** Puts in the place of each item what a function makes of it. */
    static final class Mapping extends Task {
        private final ThrowingFunction<@Nullable Object, @Nullable Object> f;

        Mapping(ThrowingFunction<@Nullable Object, @Nullable Object> f, boolean timed) {
            super(timed);
            this.f = f;
        }

        @Override
        void work(Part part, @Nullable Times times) throws Exception {
            @Nullable Object[] values = part.values;
            int to = part.to;
            int i = part.from;
            try {
                long before = times == null ? 0 : System.nanoTime();
                do {
                    values[i] = f.apply(values[i]);
                    if (times != null) {
                        before = times.since(before, part.place(i));
                    }
                    i++;
                } while (i < to && !part.cut);
            } finally {
                part.stopped = i;
            }
        }
    }

    /** Takes an item into a result. */
    @FunctionalInterface
    interface Step {
        @Nullable
        Object apply(@Nullable Object result, @Nullable Object item) throws Exception;
    }

    /** Makes one result of the items of a part. */
    static final class Reducing extends Task {
        private final Callable<? extends @Nullable Object> first;
        private final Step step;

        Reducing(Callable<? extends @Nullable Object> first, Step step, boolean timed) {
            super(timed);
            this.first = first;
            this.step = step;
        }

        @Nullable
        Object nothing() throws Exception {
            return first.call();
        }

        @Override
        void work(Part part, @Nullable Times times) throws Exception {
            @Nullable Object[] values = part.values;
            int to = part.to;
            int i = part.from;
            try {
                long before = times == null ? 0 : System.nanoTime();
                Object result = first.call();
                do {
                    result = step.apply(result, values[i]);
                    if (times != null) {
                        before = times.since(before, part.place(i));
                    }
                    i++;
                } while (i < to && !part.cut);
                part.result = result;
            } finally {
                part.stopped = i;
            }
        }
    }
}
