package dev.trestle.pipeline;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Workers that have one item of a key in work at a time. An item whose key is busy waits behind it, and the worker takes
 * another; who is done with an item goes on with what waits behind. So whatever waits has a worker that will come to it.
 */
@NullMarked
final class Keyed extends Workers {
    private static final int ROOM = 16;

    private final StepFunction<Object, Object> key;
    private final Map<Line, Line> busy = new HashMap<>();
    private final Queue<Job> free = new ArrayDeque<>();
    private final Queue<Job> done = new ArrayDeque<>();
    private final long room;
    private long waiting;

    Keyed(Place place, Concurrency concurrency, StepFunction<Object, Object> key, StepFunction<Object, Object> f) {
        super(place, concurrency, f);
        this.key = key;
        room = (long) ROOM * n;
    }

    /**
     * A key that is busy, and what waits for it. On its way into the map it looks for an equal key; once there it is equal to
     * itself only. So to take it out, nobody has to ask the key again, which may have changed, or may throw.
     */
    private static final class Line {
        private final Object key;
        private final int hash;
        private boolean entered;
        private @Nullable Queue<Job> behind;

        Line(Object key) {
            this.key = key;
            hash = key.hashCode();
        }

        void add(Job job) {
            if (behind == null) {
                behind = new ArrayDeque<>();
            }
            behind.add(job);
        }

        @Nullable
        Job poll() {
            return behind == null ? null : behind.poll();
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (!entered && other instanceof Line line && Objects.equals(key, line.key));
        }
    }

    @Override
    @Nullable
    Job next() {
        while (true) {
            Job job = freed();
            if (job != null) {
                return job;
            }
            ReentrantLock turn = taking();
            acquire(turn);
            try {
                if (!awaitRoom()) {
                    return null;
                }
                boolean freed = freedEarlier(); // asked once: another worker may take it meanwhile
                Object item = freed ? null : take();
                if (item != null) {
                    job = admitted(item);
                } else if (!freed && !awaitFreed()) {
                    return null;
                }
            } finally {
                turn.unlock();
            }
            if (job != null) {
                return job;
            }
        }
    }

    private @Nullable Job freed() {
        lock.lock();
        try {
            Job job = free.poll();
            if (job != null) {
                waiting--;
            }
            return job;
        } finally {
            lock.unlock();
        }
    }

    private boolean freedEarlier() {
        lock.lock();
        try {
            return !free.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** After the last item: false if none is in line any more, so that this worker is of no use. */
    private boolean awaitFreed() {
        lock.lock();
        try {
            while (free.isEmpty() && waiting > 0 && !isHalted()) {
                awaitChange();
            }
            return !free.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitRoom() {
        lock.lock();
        try {
            while ((waiting >= room || done.size() >= n) && free.isEmpty() && !isHalted()) {
                awaitChange();
            }
            return !isHalted();
        } finally {
            lock.unlock();
        }
    }

    /** Null if it waits behind another of its key. */
    private @Nullable Job admitted(Object item) {
        long since = System.nanoTime();
        try {
            Line own = new Line(keyOf(item));
            return inLine(item, own, System.nanoTime() - since);
        } catch (Throwable e) {
            Job job = new Job(item, 0, null);
            job.failure = e;
            job.nanos = System.nanoTime() - since;
            return job;
        }
    }

    private Object keyOf(Object item) throws Exception {
        long limit = guard.options().timeout();
        return Op.checked(limit == 0 ? key.apply(item) : Limit.call(key::apply, item, limit, this));
    }

    private @Nullable Job inLine(Object item, Line own, long nanos) {
        lock.lock();
        try {
            Line before = busy.putIfAbsent(own, own);
            Job job = new Job(item, 0, before == null ? own : before);
            job.nanos = nanos;
            if (before == null) {
                own.entered = true;
                return job;
            }
            before.add(job);
            waiting++;
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void done(Job job) {
        done.add(job);
        if (job.key instanceof Line line) {
            Job next = line.poll();
            if (next == null) {
                busy.remove(line);
            } else {
                free.add(next);
            }
        }
    }

    @Override
    @Nullable
    Job due() {
        return done.poll();
    }

    @Override
    long held() {
        return waiting;
    }
}
