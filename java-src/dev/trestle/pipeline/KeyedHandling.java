package dev.trestle.pipeline;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A handler that has one event of a key at a time. An event whose key is busy waits behind it, and whoever is done with that
 * goes on with what waits behind. So whatever waits has a thread that comes to it.
 */
@NullMarked
final class KeyedHandling<T> extends Handling<T> {
    private final StepFunction<? super T, ?> key;
    private final int room;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<Object, Queue<Object>> busy = new HashMap<>();
    private volatile int waiting;

    /** An event, and what it has the turn of. */
    private record Turn(Object key, Object payload) {}

    KeyedHandling(Settings settings, Work<T> work, StepFunction<? super T, ?> key) {
        super(settings, work);
        this.key = key;
        room = settings.capacity();
    }

    @Override
    void handleAll() {
        int turns = 0;
        Turn now = nextTurn();
        while (now != null) {
            handle(now.payload);
            letOthers(++turns);
            now = behind(now.key);
            if (now == null) {
                now = nextTurn();
            } else {
                arrived(); // there is room for others to wait behind
            }
        }
    }

    private @Nullable Turn nextTurn() {
        turn.lock();
        try {
            while (waiting < room) {
                Object payload = next();
                if (payload == null) {
                    return null;
                }
                Object of = keyOf(payload);
                Queue<Object> before = of == null ? null : busy.get(of);
                if (before != null) {
                    before.add(payload);
                    changeWaiting(1);
                } else if (of != null) {
                    busy.put(of, new ArrayDeque<>(1));
                    return new Turn(of, payload);
                }
            }
            return null;
        } finally {
            turn.unlock();
        }
    }

    private @Nullable Object keyOf(Object payload) {
        try {
            return Op.checked(key.apply(event(payload)));
        } catch (Throwable e) {
            spoiled(payload, e);
            return null;
        }
    }

    private @Nullable Turn behind(Object of) {
        turn.lock();
        try {
            Queue<Object> queue = busy.get(of);
            Object payload = queue == null ? null : queue.poll();
            if (payload == null) {
                busy.remove(of);
                return null;
            }
            changeWaiting(-1);
            return new Turn(of, payload);
        } finally {
            turn.unlock();
        }
    }

    /** Written under the lock only. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void changeWaiting(int by) {
        waiting += by;
    }

    @Override
    boolean mayTake() {
        return waiting < room;
    }

    @Override
    void halt() {
        super.halt();
        turn.lock();
        try {
            for (Queue<Object> queue : busy.values()) {
                queue.forEach(this::undelivered);
                changeWaiting(-queue.size());
                queue.clear();
            }
        } finally {
            turn.unlock();
        }
    }
}
