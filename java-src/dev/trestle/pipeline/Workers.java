package dev.trestle.pipeline;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A step whose function runs on up to n threads. Each worker takes an item, calls the function, and hands in what came out;
 * whoever hands in what is due sends it on, and what else is due by then. So there is no thread but the workers, and they
 * are started one by one, as items come.
 */
@NullMarked
abstract class Workers extends Segment {
    private static final int SPINS = 50;

    final Books books;
    final Guard guard;
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    private final ReentrantLock taking = new ReentrantLock();
    private final Inlet inlet;
    private final Outlet outlet;
    private final StepFunction<Object, Object> f;
    final int n;
    private final boolean waits;
    private int workers;
    private int idle;
    private boolean sending;

    Workers(Place place, Concurrency concurrency, StepFunction<Object, Object> f) {
        super(place.run());
        this.books = place.books();
        this.guard = place.guard();
        this.n = concurrency.n();
        this.waits = concurrency.waits();
        this.f = f;
        inlet = new Inlet(place.before(), this, () -> {});
        outlet = new Outlet(place.after(), this);
    }

    @Override
    void start() {
        workers = 1;
        idle = 1;
        run.spawn(books.step, waits, this::work);
    }

    /** The next item to work on, with its place; null if there is no more. The lock is not held. */
    abstract @Nullable Job next();

    /** A job is done. Called under the lock. */
    abstract void done(Job job);

    /** How many items wait for a worker. Called by the last. */
    long held() {
        return 0;
    }

    /** The next job of which the result is to be sent on, or null. Called under the lock. */
    abstract @Nullable Job due();

    private void work() {
        Books own = new Books(books.step);
        try {
            Job job = next();
            while (job != null) {
                if (begins()) {
                    run.spawn(books.step, waits, this::work);
                }
                try {
                    job.result = called(job, own);
                } finally {
                    handIn(job, own); // else what follows it would wait for ever
                }
                job = isHalted() ? null : next();
            }
        } catch (Throwable e) {
            run.fail(books.step, null, e);
        } finally {
            leave(own);
        }
    }

    /** A worker has a job now: true if it has to start another, since all are busy. */
    private boolean begins() {
        acquire(lock);
        try {
            books.in++;
            if (--idle > 0 || workers == n || isHalted()) {
                return false;
            }
            workers++;
            idle++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Locks what is held for no longer than a few instructions, mostly: to be put to sleep costs more than to try again. When
     * many waits end at the same time, each would stand in line behind the others.
     */
    static void acquire(ReentrantLock brief) {
        for (int i = 0; i < SPINS; i++) {
            if (brief.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        brief.lock();
    }

    private @Nullable Object called(Job job, Books own) {
        own.nanos += job.nanos;
        if (job.failure == null && isHalted()) { // since it was taken, as when no other thread is to be had
            own.undelivered++;
            return null;
        }
        try {
            return outcome(job, own);
        } catch (Throwable e) {
            if (own.failed + own.undelivered == 0) {
                own.failed++;
            }
            run.fail(books.step, job.item, e);
            return null;
        }
    }

    private @Nullable Object outcome(Job job, Books own) {
        Throwable failed = job.failure;
        if (failed != null) {
            return guard.settle(own, job.item, failed, 1, this);
        }
        try {
            return limited(job.item, own);
        } catch (Throwable e) {
            return guard.recover(guard.options().retries(), item -> limited(item, own), own, job.item, e, this);
        }
    }

    private Object limited(Object item, Books own) throws Exception {
        long limit = guard.options().timeout();
        long since = System.nanoTime();
        try {
            return Op.checked(limit == 0 ? f.apply(item) : Limit.call(f::apply, item, limit, this));
        } finally {
            own.nanos += System.nanoTime() - since;
        }
    }

    private void handIn(Job job, Books own) {
        acquire(lock);
        try {
            books.add(own);
            done(job);
            if (!sending) {
                sending = true;
                try {
                    send();
                } finally {
                    sending = false;
                }
            }
            idle++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Only one worker at a time is here, so the order is kept though the lock is not. */
    private void send() {
        Job job = due();
        while (job != null) {
            Object result = job.result;
            if (result != null) {
                boolean sent;
                lock.unlock();
                try {
                    sent = outlet.emit(result);
                } finally {
                    acquire(lock);
                }
                if (sent) {
                    books.out++;
                } else {
                    books.undelivered++;
                }
            }
            changed.signalAll();
            job = due();
        }
    }

    /** Takes from the boundary: for who holds the lock for that. */
    final @Nullable Object take() {
        return inlet.take();
    }

    final ReentrantLock taking() {
        return taking;
    }

    /** Waits, under the lock, for something to change. */
    @SuppressWarnings("WaitNotInLoop") // the callers loop
    final void awaitChange() {
        try {
            changed.await();
        } catch (InterruptedException e) {
            // halted, or nothing of ours
        }
    }

    private void leave(Books own) {
        boolean last;
        lock.lock();
        try {
            books.add(own);
            idle--;
            last = --workers == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            books.refuse(inlet.refuse() + held());
            books.publish();
            outlet.complete();
        }
    }

    @Override
    void halt() {
        super.halt();
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void outletRefuses() {
        halt();
        inlet.boundary.refuse();
    }

    /** An item with a worker. */
    static final class Job {
        final Object item;
        final long place;
        final @Nullable Object key;

        @Nullable
        Object result;

        /** Why the function need not be called, or what its last call has come to. */
        @Nullable
        Throwable failure;

        int attempts;

        /** What has been done for it before its function is called. */
        long nanos;

        Job(Object item, long place, @Nullable Object key) {
            this.item = item;
            this.place = place;
            this.key = key;
        }
    }
}
