package dev.trestle.concurrent;

import clojure.lang.Var;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Transactions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Works on a chain of parts, on up to n threads of an executor, from the front.
 *
 * <p>A thread takes as many items at once as have lately taken a fifth of a millisecond; one that was wrong about that, and
 * that somebody waits for, gives back what it has not begun. A thread that finds nothing to take leaves. So nobody waits in
 * the executor, and a thread is in a part or gone.
 */
@NullMarked
final class Crew {
    /** As many items at most go to a thread at once. */
    static final int MOST = 4096;

    private static final long GOAL_NANOS = 200_000;
    private static final long PATIENCE_NANOS = 1_000_000;
    private static final long RARELY_NANOS = 100_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Part> pending = new PriorityQueue<>(Comparator.comparingLong(Part::start));
    private final Set<Part> running = new HashSet<>();
    private final Times times = new Times();
    private final Object bindings = Var.cloneThreadBindingFrame();
    private final Executor executor;
    private final int n;
    private final int most;
    private final boolean together;
    private final Task task;
    private Part tail;
    private int grain = 1;
    private int active;
    private long completed;
    private boolean closed;

    /**
     * Engages nobody yet.
     *
     * @param most as many items at most go to a thread at once
     * @param together whether a failure ends all work; else what comes before it goes on
     * @param head the part, without items and done, that the chain begins with
     */
    Crew(Executor executor, int n, int most, boolean together, Task task, Part head) {
        this.executor = executor;
        this.n = n;
        this.most = most;
        this.together = together;
        this.task = task;
        this.tail = head;
    }

    /** How many items go to a thread at once, as things are. */
    int grain() {
        lock.lock();
        try {
            return grain;
        } finally {
            lock.unlock();
        }
    }

    long completed() {
        lock.lock();
        try {
            return completed;
        } finally {
            lock.unlock();
        }
    }

    Times times() {
        return times;
    }

    /** The part after one, or null if there is none yet. */
    @Nullable
    Part after(Part part) {
        lock.lock();
        try {
            return part.next;
        } finally {
            lock.unlock();
        }
    }

    boolean isDone(Part part) {
        lock.lock();
        try {
            return part.done;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a part at the end, and has it worked on unless it is done.
     *
     * @return whether it was added: after a failure nobody can come to it
     */
    boolean add(Part part) {
        boolean more;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            tail.next = part;
            tail = part;
            if (!part.done) {
                pending.add(part);
            }
            more = needsAnother();
        } finally {
            lock.unlock();
        }
        if (more) {
            engage(true);
        }
        return true;
    }

    /**
     * Waits for a part.
     *
     * @return whether it is done; else the time is over
     */
    boolean await(Part part, long nanos) throws InterruptedException {
        revive();
        lock.lock();
        try {
            long left = nanos;
            long patience = PATIENCE_NANOS;
            while (!part.done) {
                Transactions.forbid("reading of a parallel list that must wait");
                if (left <= 0) {
                    return false;
                }
                part.awaited = true;
                long step = Math.min(left, patience);
                left -= step - Math.max(0, changed.awaitNanos(step));
                hurry();
                patience = Math.min(patience * 2, RARELY_NANOS);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all work: what has not begun is dropped, what runs is interrupted, and nobody waits for it. */
    void cancel() {
        lock.lock();
        try {
            closed = true;
            drop(-1, () -> new CancellationException("work was cancelled"));
        } finally {
            lock.unlock();
        }
    }

    /** Is one more thread due? If so it is counted, and must be engaged. Called under the lock. */
    private boolean needsAnother() {
        boolean more = active < n && !pending.isEmpty();
        if (more) {
            active++;
        }
        return more;
    }

    /** After the executor refused all work, asks it again. */
    private void revive() {
        boolean more;
        lock.lock();
        try {
            more = active == 0 && needsAnother();
        } finally {
            lock.unlock();
        }
        if (more) {
            engage(true);
        }
    }

    /** An executor that is full means fewer threads; if it lets nobody in, a caller is told. */
    private void engage(boolean tell) {
        try {
            executor.execute(this::work);
        } catch (RuntimeException | Error e) {
            boolean nobody;
            lock.lock();
            try {
                nobody = --active == 0;
            } finally {
                lock.unlock();
            }
            if (nobody && tell) {
                throw e;
            }
        }
    }

    private void work() {
        Object before = Var.getThreadBindingFrame();
        Var.resetThreadBindingFrame(bindings);
        try {
            Part part = claim();
            while (part != null) {
                task.run(part);
                finish(part);
                part = claim();
            }
        } finally {
            Var.resetThreadBindingFrame(before);
        }
    }

    private @Nullable Part claim() {
        Part part;
        boolean more;
        lock.lock();
        try {
            part = pending.poll();
            if (part == null) {
                active--;
                return null;
            }
            if (part.size() > grain) {
                cutOff(part, part.from + grain);
            }
            part.worker = Thread.currentThread();
            part.began = System.nanoTime();
            running.add(part);
            more = needsAnother();
        } finally {
            lock.unlock();
        }
        if (more) {
            engage(false);
        }
        return part;
    }

    private void finish(Part part) {
        boolean more;
        lock.lock();
        try {
            part.worker = null;
            if (part.interrupted) {
                Thread.interrupted(); // ours: the thread's next work is not meant
            }
            if (!running.remove(part)) {
                return; // dropped
            }
            adapt(part, System.nanoTime() - part.began);
            completed += part.stopped - part.from;
            if (part.times != null) {
                times.add(part.times);
            }
            if (part.thrown != null) {
                fail(part, part.thrown);
            } else if (part.stopped < part.to) {
                cutOff(part, part.stopped);
            }
            done(part);
            more = needsAnother();
        } finally {
            lock.unlock();
        }
        if (more) {
            engage(false);
        }
    }

    /** Grows quickly, and shrinks by half: a thread that was not on a processor looks slow. If it was cut, it is. */
    private void adapt(Part part, long nanos) {
        int count = part.stopped - part.from;
        if (count > 0) {
            long ideal = Math.min(GOAL_NANOS * count / Math.max(1, nanos), Math.min(grain * 4L, most));
            grain = (int) Math.max(1, part.cut ? ideal : Math.max(grain / 2, ideal));
        }
    }

    private void cutOff(Part part, int at) {
        Part rest = part.cutOff(at);
        if (tail == part) {
            tail = rest;
        }
        pending.add(rest);
    }

    private void done(Part part) {
        part.done = true;
        if (part.awaited) {
            changed.signalAll();
        }
    }

    /** Nobody can read beyond a failure. */
    private void fail(Part part, Throwable e) {
        long place = part.place(part.stopped);
        Supplier<Exception> failure =
                () -> new ExecutionException("item " + place + " failed: " + Describe.value(e), e);
        part.to = part.stopped;
        part.failure = failure;
        part.next = null;
        tail = part;
        closed = true;
        drop(together ? -1 : part.start(), failure);
    }

    /** Drops the parts after a place. */
    private void drop(long place, Supplier<Exception> why) {
        pending.removeIf(part -> isDropped(part, place, why));
        running.removeIf(part -> isDropped(part, place, why));
    }

    private boolean isDropped(Part part, long place, Supplier<Exception> why) {
        if (part.start() <= place) {
            return false;
        }
        Thread worker = part.worker;
        if (worker != null) {
            part.cut = true;
            part.interrupted = true;
            worker.interrupt();
        }
        part.to = part.from;
        part.failure = why;
        done(part);
        return true;
    }

    /** Somebody waits. Whoever has taken more than it could do in the time gives the rest back after the item it is at. */
    private void hurry() {
        long now = System.nanoTime();
        for (Part part : running) {
            if (part.size() > 1 && now - part.began > PATIENCE_NANOS) {
                part.cut = true;
            }
        }
    }
}
