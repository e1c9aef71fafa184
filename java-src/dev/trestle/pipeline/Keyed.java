package dev.trestle.pipeline;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
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
    private final Map<Object, Queue<Job>> busy = new HashMap<>();
    private final Queue<Job> free = new ArrayDeque<>();
    private final Queue<Job> done = new ArrayDeque<>();
    private final long room;
    private long waiting;

    Keyed(Place place, Concurrency concurrency, StepFunction<Object, Object> key, StepFunction<Object, Object> f) {
        super(place, concurrency, f);
        this.key = key;
        room = (long) ROOM * n;
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
                Object item = freedEarlier() ? null : take();
                if (item != null) {
                    job = admitted(item);
                } else if (!freedEarlier()) {
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
        Object of;
        try {
            of = Op.checked(key.apply(item));
        } catch (Throwable e) {
            Job job = new Job(item, 0, null);
            job.failure = e;
            return job;
        }
        Job job = new Job(item, 0, of);
        lock.lock();
        try {
            Queue<Job> behind = busy.get(of);
            if (behind == null) {
                busy.put(of, new ArrayDeque<>(1));
                return job;
            }
            behind.add(job);
            waiting++;
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void done(Job job) {
        done.add(job);
        if (job.key != null) {
            Queue<Job> behind = busy.get(job.key);
            Job next = behind == null ? null : behind.poll();
            if (next == null) {
                busy.remove(job.key);
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
