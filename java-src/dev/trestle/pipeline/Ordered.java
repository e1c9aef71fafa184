package dev.trestle.pipeline;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Workers whose results go on in the order of the items, or as they come. As many results as there are workers may wait for
 * one that is late, or for what follows; then nobody takes another item.
 */
@NullMarked
final class Ordered extends Workers {
    private final Window window;

    Ordered(Place place, Concurrency concurrency, StepFunction<Object, Object> f) {
        super(place, concurrency, f);
        window = new Window(n, concurrency.ordered());
    }

    /** Results on their way out. Used under a lock. */
    static final class Window {
        private static final int FIRST = 64;

        private final int size;

        /** A ring for those that are done: it grows as it has to, since hardly a step makes use of a very large n. */
        private @Nullable Job[] places;

        private final Queue<Job> done = new ArrayDeque<>();
        private final boolean ordered;
        private long taken;
        private long sent;

        Window(int n, boolean ordered) {
            this.ordered = ordered;
            size = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * n);
            places = new @Nullable Job[ordered ? Math.min(size, FIRST) : 0];
        }

        boolean isFull() {
            return taken - sent >= size;
        }

        boolean isEmpty() {
            return taken == sent;
        }

        long take() {
            return taken++;
        }

        void done(Job job) {
            if (ordered) {
                while (job.place - sent >= places.length) {
                    grow();
                }
                places[at(job.place)] = job;
            } else {
                done.add(job);
            }
        }

        private int at(long place) {
            return (int) (place % places.length);
        }

        private void grow() {
            @Nullable Job[] before = places;
            places = new @Nullable Job[(int) Math.min(size, 2L * before.length)];
            for (Job job : before) {
                if (job != null) {
                    places[at(job.place)] = job;
                }
            }
        }

        /** Forgets everything, and says how many items that were. */
        long abandon() {
            long left = taken - sent;
            sent = taken;
            done.clear();
            Arrays.fill(places, null);
            return left;
        }

        /** What {@link #due} would give. */
        @Nullable
        Job next() {
            return ordered ? places[at(sent)] : done.peek();
        }

        @Nullable
        Job due() {
            Job job = done.poll();
            if (ordered) {
                int at = at(sent);
                job = places[at];
                places[at] = null;
            }
            if (job != null) {
                sent++;
            }
            return job;
        }
    }

    @Override
    @Nullable
    Job next() {
        ReentrantLock turn = taking();
        acquire(turn);
        try {
            long place = awaitPlace();
            Object item = place < 0 ? null : take();
            return item == null ? null : new Job(item, place, null);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Reserves the next place; negative if the run is over. Who finds no item for it is the last: nobody needs the places
     * after it.
     */
    private long awaitPlace() {
        acquire(lock);
        try {
            while (window.isFull() && !isHalted()) {
                awaitChange();
            }
            return isHalted() ? -1 : window.take();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void done(Job job) {
        window.done(job);
    }

    @Override
    @Nullable
    Job due() {
        return window.due();
    }
}
