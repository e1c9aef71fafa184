package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
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
    /** Held from an event's coming until it has its place, so that events of a key keep their order. */
    private final ReentrantLock order = new ReentrantLock();
    /** Held for no call of the key's function: a halt waits for it. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Map<Object, Line> busy = new HashMap<>();
    private volatile int waiting;

    /** What waits behind an event that a thread has in its hands. */
    private static final class Line {
        final Object key;
        final Queue<Object> behind = new ArrayDeque<>(1);
        /** No thread comes to it: it should be gone, but its key was not found again. */
        boolean left;

        Line(Object key) {
            this.key = key;
        }
    }

    /** An event to be handled: with the line behind it, if its key is known, or with what the key has failed with. */
    private record Turn(
            Object payload, @Nullable Line line, @Nullable Throwable failure) {}

    KeyedHandling(Settings settings, Work<T> work, StepFunction<? super T, ?> key) {
        super(settings, work);
        this.key = key;
        room = settings.capacity();
    }

    @Override
    void handleAll() {
        int turns = 0;
        for (Turn now = nextTurn(); now != null; now = after(now)) {
            if (now.failure == null) {
                handle(now.payload);
            } else {
                spoiled(now.payload, now.failure);
            }
            letOthers(++turns);
        }
    }

    private @Nullable Turn after(Turn done) {
        Turn next = done.line == null ? null : behind(done.line);
        if (next == null) {
            return nextTurn();
        }
        try {
            arrived(); // there is room for others to wait behind
        } catch (Throwable e) {
            Calls.uncaught(e); // without another thread, this one comes to them
        }
        return next;
    }

    private @Nullable Turn nextTurn() {
        order.lock();
        try {
            while (mayTake()) {
                Object payload = next();
                if (payload == null) {
                    return null;
                }
                Turn its = turnOf(payload);
                if (its != null) {
                    return its;
                }
            }
            return null;
        } finally {
            order.unlock();
        }
    }

    /** Gives null if it waits for its turn. */
    private @Nullable Turn turnOf(Object payload) {
        if (!beginAside()) {
            return new Turn(payload, null, null);
        }
        try {
            return placed(Op.checked(key.apply(event(payload))), payload);
        } catch (Throwable e) {
            return new Turn(payload, null, e);
        } finally {
            endAside();
        }
    }

    /** The key's own methods may throw: until then nothing is changed. */
    private @Nullable Turn placed(Object of, Object payload) {
        turn.lock();
        try {
            Line line = busy.get(of);
            if (line == null) {
                line = new Line(of);
                busy.put(of, line);
            } else if (isHalted()) {
                return new Turn(payload, null, null); // what waits has been cleared
            } else if (!line.left) {
                line.behind.add(payload);
                changeWaiting(1);
                return null;
            }
            line.left = false;
            return new Turn(payload, line, null);
        } finally {
            turn.unlock();
        }
    }

    private @Nullable Turn behind(Line line) {
        turn.lock();
        try {
            Object payload = line.behind.poll();
            if (payload == null) {
                line.left = true;
                busy.remove(line.key, line);
                return null;
            }
            changeWaiting(-1);
            return new Turn(payload, line, null);
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
            for (Line line : busy.values()) {
                line.behind.forEach(this::undelivered);
                changeWaiting(-line.behind.size());
                line.behind.clear();
            }
        } finally {
            turn.unlock();
        }
    }
}
