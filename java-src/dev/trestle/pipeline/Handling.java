package dev.trestle.pipeline;

import dev.trestle.async.Taken;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Threads;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A subscription with a handler. A thread is started when an event comes and fewer than n are at work, and ends when there is
 * nothing to do; before it goes, and after it has said so, it looks again, so that no event is left without a thread.
 */
@NullMarked
sealed class Handling<T> extends Subscriber<T> permits KeyedHandling {
    static final Object NO_REPLY = new Object();
    private static final int TURNS = 32;

    private final Work<T> work;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final ReentrantLock hands = new ReentrantLock();
    private final Set<Thread> atWork = new HashSet<>();
    private int running; // of those at work, with the handler
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean drained;
    private volatile boolean halted;

    record Work<T>(
            StepFunction<T, Object> handler,
            int n,
            @Nullable StepConsumer<? super FailedItem<T>> onError) {}

    Handling(Settings settings, Work<T> work) {
        super(settings);
        this.work = work;
    }

    @Override
    final void arrived() {
        int now = active.get();
        while (now < work.n) {
            if (active.compareAndSet(now, now + 1)) {
                spawn(this::work);
                return;
            }
            now = active.get();
        }
    }

    private void spawn(Runnable task) {
        try {
            Threads.waiting().execute(task);
        } catch (Throwable e) {
            active.decrementAndGet();
            throw e;
        }
    }

    private void work() {
        do {
            try {
                handleAll();
            } catch (Throwable e) {
                Calls.uncaught(e); // and goes on: the events that are left have no other thread
            }
        } while (goesOn());
    }

    /** Handles what there is. */
    void handleAll() {
        int turns = 0;
        for (Object payload = next(); payload != null; payload = next()) {
            handle(payload);
            letOthers(++turns);
        }
    }

    /** A virtual thread that never waits would keep the others from its processor. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but fairness depends on it
    static void letOthers(int turns) {
        if (turns % TURNS == 0) {
            Thread.yield();
        }
    }

    final @Nullable Object next() {
        Taken<Object> next = channel.poll();
        if (next instanceof Taken.Value<Object> value) {
            taken.incrementAndGet();
            return value.value();
        }
        if (next.isClosed()) {
            drained = true;
        }
        return null;
    }

    private boolean goesOn() {
        active.decrementAndGet();
        while (mayTake() && (hasWork() || (channel.isClosed() && !drained))) {
            int now = active.get();
            if (now >= work.n) {
                return false;
            }
            if (active.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        if (drained && active.get() == 0) {
            ended.countDown();
        }
        return false;
    }

    /** Says whether one more may be taken: if not, whoever makes it so goes on. */
    boolean mayTake() {
        return true;
    }

    private boolean hasWork() {
        return received.get() - dropped.get() - undelivered.get() - taken.get() > 0;
    }

    final void handle(Object payload) {
        handle(payload, work.handler);
    }

    /** An event that comes to no handler. */
    final void spoiled(Object payload, Throwable failure) {
        handle(payload, event -> {
            throw Calls.sneaky(failure);
        });
    }

    private void handle(Object payload, StepFunction<T, Object> handler) {
        if (!begin(1)) {
            undelivered(payload);
            return;
        }
        AtomicLong outcome = failed;
        try {
            outcome = outcome(payload, handler);
        } catch (Throwable e) {
            Calls.uncaught(e);
        } finally {
            end(1, outcome);
        }
    }

    private AtomicLong outcome(Object payload, StepFunction<T, Object> handler) {
        Request<?> request = payload instanceof Request.Asked asked ? asked.request() : null;
        T event = event(payload);
        try {
            Object reply = Op.checked(handler.apply(event));
            if (request != null) {
                request.reply(reply);
            }
            return handled;
        } catch (Throwable e) {
            if (halted && isInterrupt(e)) {
                lost(payload, "it has ended");
                return undelivered;
            }
            failed(request, event, e);
            return failed;
        }
    }

    final T event(Object payload) {
        return Calls.cast(payload instanceof Request.Asked asked ? asked.payload() : payload);
    }

    final void undelivered(Object payload) {
        undelivered.incrementAndGet();
        lost(payload, "it has ended");
    }

    private void failed(@Nullable Request<?> request, T event, Throwable failure) {
        boolean told = request != null && request.gaveUp(new StepFailedException(name(), event, failure));
        if (work.onError != null || !told) {
            tell(new FailedItem<>(name(), event, failure, 1));
        }
    }

    private void tell(FailedItem<T> item) {
        Throwable failure = item.cause();
        try {
            if (work.onError != null) {
                work.onError.accept(item);
                return;
            }
        } catch (Throwable e) {
            if (e != failure) {
                e.addSuppressed(failure);
            }
            failure = e;
        }
        Calls.uncaught(failure);
    }

    /** Begins to call what is not the handler: a halt interrupts that too. False if nothing is to be called any more. */
    final boolean beginAside() {
        return begin(0);
    }

    final void endAside() {
        end(0, null);
    }

    private boolean begin(int events) {
        hands.lock();
        try {
            if (halted) {
                return false;
            }
            atWork.add(Thread.currentThread());
            running += events;
            return true;
        } finally {
            hands.unlock();
        }
    }

    /** An interrupt that came until now was for what was called; the thread is for others next. */
    private void end(int events, @Nullable AtomicLong outcome) {
        hands.lock();
        try {
            atWork.remove(Thread.currentThread());
            running -= events;
            if (outcome != null) {
                outcome.incrementAndGet();
            }
        } finally {
            hands.unlock();
        }
        boolean unused = Thread.interrupted();
    }

    final boolean isHalted() {
        return halted;
    }

    private static boolean isInterrupt(Throwable e) {
        return e instanceof InterruptedException || e.getCause() instanceof InterruptedException;
    }

    @Override
    void halt() {
        hands.lock();
        try {
            halted = true;
            atWork.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
        } finally {
            hands.unlock();
        }
        drained = true;
        if (active.get() == 0) {
            ended.countDown();
        }
    }

    @Override
    final void overflowed(Object payload, IllegalStateException why) {
        channel.close();
        arrived();
        FailedItem<T> item = new FailedItem<>(name(), event(payload), why, 0);
        Threads.waiting().execute(() -> tell(item));
    }

    @Override
    final boolean awaitEnd(long nanos) throws InterruptedException {
        if (ended.await(nanos, TimeUnit.NANOSECONDS)) {
            return !halted;
        }
        close();
        return false;
    }

    @Override
    public final Stats stats() {
        long failures = failed.get();
        hands.lock();
        try {
            return stats(handled.get(), failures, running);
        } finally {
            hands.unlock();
        }
    }
}
