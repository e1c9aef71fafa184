package dev.trestle.pipeline;

import dev.trestle.internal.Threads;
import dev.trestle.internal.Timer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Up to n calls that answer later. One thread makes the calls. Who answers also sends on what is due by then, if that takes
 * no waiting and no code of the user's; else another thread does. As long as nothing is on its way, the caller itself sends
 * on what is answered at once.
 */
@NullMarked
final class Asynchronous extends Segment {
    private static final int YIELDS = 10;

    private final Books books;
    private final Guard guard;
    private final int n;
    private final StepFunction<Object, Object> f;
    private final Inlet inlet;
    private final Outlet outlet;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forCaller = lock.newCondition();
    private final Condition forSender = lock.newCondition();
    private final Ordered.Window window;
    private final Set<Call> running = new HashSet<>();
    private boolean drained;
    private boolean sending;

    /** How many threads are about to be started, so that the run cannot end yet. */
    private int starting;

    /** For the caller: whether the outlet and the books are its own now. */
    private boolean direct;

    /** For the caller: since when it has made calls that were answered at once, one after the other; 0 if it has not. */
    private long since;

    private @Nullable Thread caller;

    Asynchronous(Place place, Concurrency concurrency, StepFunction<Object, Object> f) {
        super(place.run());
        books = place.books();
        guard = place.guard();
        n = concurrency.n();
        this.f = f;
        inlet = new Inlet(place.before(), this, this::rest);
        outlet = new Outlet(place.after(), this);
        window = new Ordered.Window(n, concurrency.ordered());
    }

    /** One item on its way. Used under the lock. */
    private final class Call {
        final Workers.Job job;
        int attempts;

        /** The last attempt that has come to something: what else is heard of it no longer counts. */
        int answered;

        long since;
        boolean settled;

        @Nullable
        Timer timer;

        @Nullable
        CompletionStage<?> stage;

        Call(Object item) {
            job = new Workers.Job(item, window.take(), null);
        }

        void stopTimer() {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }

        /** To be cancelled once the lock is not held: that runs code of the user's. */
        @Nullable
        CompletionStage<?> abandon() {
            settled = true;
            stopTimer();
            CompletionStage<?> started = stage;
            stage = null;
            return started;
        }
    }

    @Override
    void start() {
        run.spawn(books.step, false, this::makeCalls);
        run.spawn(books.step, false, this::send);
    }

    private void makeCalls() {
        caller = Thread.currentThread();
        try {
            while (awaitPlace()) {
                Object item = inlet.take();
                if (item == null) {
                    break;
                }
                begin(item);
            }
        } catch (Throwable e) {
            run.fail(books.step, null, e);
        }
        rest();
        long refused = inlet.refuse();
        lock.lock();
        try {
            books.refuse(refused);
            drained = true;
            forSender.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitPlace() {
        if (direct) {
            return !isHalted();
        }
        lock.lock();
        try {
            for (int waits = 0; (running.size() >= n || window.isFull()) && !isHalted(); waits++) {
                await(forCaller, waits);
            }
            direct = guard.options().timeout() == 0 && window.isEmpty() && !sending;
            return !isHalted();
        } finally {
            lock.unlock();
        }
    }

    /** The answer may be about to come: to sleep and to be woken costs more than a short call. */
    @SuppressWarnings({"WaitNotInLoop", "ThreadPriorityCheck"
    }) // the callers loop; nothing but speed depends on the scheduler
    private void await(Condition condition, int waits) {
        if (waits < YIELDS) {
            lock.unlock();
            try {
                Thread.yield();
            } finally {
                lock.lock();
            }
            return;
        }
        try {
            condition.await();
        } catch (InterruptedException e) {
            // halted, or nothing of ours
        }
    }

    private void begin(Object item) {
        if (!direct) {
            attempt(entered(item));
            return;
        }
        if (since == 0) {
            since = System.nanoTime();
        }
        CompletionStage<?> stage;
        try {
            stage = (CompletionStage<?>) Op.checked(f.apply(item));
        } catch (Throwable e) {
            Call call = entered(item);
            answered(call, attempted(call), null, e);
            return;
        }
        Object value = valueOf(stage);
        if (value == null) {
            Call call = entered(item);
            await(call, attempted(call), stage);
            return;
        }
        books.in++;
        if (outlet.emit(value)) {
            books.out++;
        } else {
            books.undelivered++;
        }
    }

    /** To read the time for each call would take longer than the rest of what is done for it, if it is answered at once. */
    private void rest() {
        if (since != 0) {
            long now = System.nanoTime();
            lock.lock();
            try {
                books.nanos += now - since;
            } finally {
                lock.unlock();
            }
            since = 0;
            books.publish();
        }
    }

    @Override
    void waited(long nanos) {
        if (since != 0 && Thread.currentThread() == caller) {
            since += nanos;
        }
    }

    /** What a stage has come to already, if that is easy to see. */
    private static @Nullable Object valueOf(CompletionStage<?> stage) {
        return stage.getClass() == CompletableFuture.class
                        && stage instanceof CompletableFuture<?> future
                        && future.isDone()
                        && !future.isCompletedExceptionally()
                ? future.getNow(null)
                : null;
    }

    private Call entered(Object item) {
        rest();
        lock.lock();
        try {
            direct = false;
            books.in++;
            Call call = new Call(item);
            running.add(call);
            return call;
        } finally {
            lock.unlock();
        }
    }

    private int attempted(Call call) {
        long now = System.nanoTime();
        lock.lock();
        try {
            call.since = now;
            return ++call.attempts;
        } finally {
            lock.unlock();
        }
    }

    private void attempt(Call call) {
        int attempt = attempted(call);
        CompletionStage<?> stage;
        try {
            stage = started(call.job.item);
        } catch (Throwable e) {
            answered(call, attempt, null, e);
            return;
        }
        await(call, attempt, stage);
    }

    private CompletionStage<?> started(Object item) throws Exception {
        long limit = guard.options().timeout();
        Object stage = limit == 0 ? f.apply(item) : Limit.call(f::apply, item, limit, this, Asynchronous::cancel);
        return (CompletionStage<?>) Op.checked(stage);
    }

    private void await(Call call, int attempt, CompletionStage<?> stage) {
        if (!expects(call, attempt, stage)) {
            cancel(stage);
            return;
        }
        try {
            var unused = stage.whenComplete((value, e) -> answered(call, attempt, value, e));
        } catch (Throwable e) {
            answered(call, attempt, null, e);
        }
    }

    /** False if the run has ended meanwhile. */
    private boolean expects(Call call, int attempt, CompletionStage<?> stage) {
        lock.lock();
        try {
            if (call.settled) {
                return false;
            }
            call.stage = stage;
            long limit = guard.options().timeout();
            if (limit > 0) {
                long left = limit - (System.nanoTime() - call.since);
                call.timer = Timer.schedule(left, () -> answered(call, attempt, null, Limit.exceeded(limit)));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Why an attempt has failed; null if it has not. */
    private static @Nullable Throwable reason(@Nullable Object value, @Nullable Throwable failure) {
        if (failure == null) {
            return value == null ? Op.nullResult() : null;
        }
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** On any thread: no user code runs here. */
    private void answered(Call call, int attempt, @Nullable Object value, @Nullable Throwable failure) {
        Throwable reason = reason(value, failure);
        CompletionStage<?> late = null;
        lock.lock();
        try {
            if (call.settled || attempt <= call.answered) {
                return;
            }
            call.answered = attempt;
            books.nanos += System.nanoTime() - call.since;
            call.stopTimer();
            if (reason instanceof TimeoutException) {
                late = call.stage;
            }
            call.stage = null;
            if (reason instanceof Exception && attempt <= guard.options().retries() && !isHalted()) {
                books.retried++;
                long wait = guard.options().backoff().before(attempt);
                call.timer = Timer.schedule(wait, () -> again(call));
                return;
            }
            call.settled = true;
            running.remove(call);
            call.job.result = value;
            call.job.failure = reason;
            call.job.attempts = attempt;
            window.done(call.job);
            sendReady();
            forCaller.signal();
        } finally {
            lock.unlock();
            if (late != null) { // code of the user's may follow, and the timer's thread is everybody's
                CompletionStage<?> given = late;
                Threads.waiting().execute(() -> cancel(given));
            }
        }
    }

    /** Under the lock. What takes longer is the sender's. */
    private void sendReady() {
        Workers.Job job = sending ? null : window.next();
        while (job != null) {
            Object result = job.result;
            if (job.failure != null || result == null || isHalted() || !outlet.offer(result)) {
                forSender.signal();
                return;
            }
            books.out++;
            var unused = window.due();
            job = window.next();
        }
        if (drained) {
            forSender.signal();
        }
    }

    /** On the timer's thread, and without the lock: if there is no thread to be had, the run fails here and now. */
    private void again(Call call) {
        lock.lock();
        try {
            if (call.settled) {
                return;
            }
            starting++;
        } finally {
            lock.unlock();
        }
        try {
            run.spawn(books.step, true, () -> {
                if (!isHalted()) {
                    attempt(call);
                }
            });
        } finally {
            lock.lock();
            try {
                starting--;
                forSender.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    private static void cancel(Object stage) {
        try {
            ((CompletionStage<?>) stage).toCompletableFuture().cancel(true);
        } catch (Throwable notPossible) {
            // then it ends by itself, and nobody listens
        }
    }

    private void send() {
        try {
            sendAll();
        } catch (Throwable e) {
            run.fail(books.step, null, e);
        }
        List<CompletionStage<?>> useless = abandon();
        books.publish();
        try {
            useless.forEach(Asynchronous::cancel);
        } finally {
            outlet.complete();
        }
    }

    private void sendAll() {
        lock.lock();
        try {
            int waits = 0;
            while (true) {
                Workers.Job job = window.due();
                if (job != null) {
                    send(job);
                    forCaller.signal();
                    waits = 0;
                } else if (isHalted() || (drained && window.isEmpty())) {
                    return;
                } else {
                    await(forSender, waits++);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(Workers.Job job) {
        Throwable failed = job.failure;
        Books own = failed == null ? null : new Books(books.step);
        boolean sent = false;
        Object result = job.result;
        sending = true;
        lock.unlock();
        try {
            if (own != null && failed != null) {
                result = settled(job, failed, own);
            }
            sent = result != null && outlet.emit(result);
        } finally {
            lock.lock();
            sending = false;
            if (own != null) {
                books.add(own);
            }
            if (sent) {
                books.out++;
            } else if (result != null) {
                books.undelivered++;
            }
        }
    }

    private @Nullable Object settled(Workers.Job job, Throwable failed, Books own) {
        try {
            return guard.settle(own, job.item, failed, job.attempts, this);
        } catch (Throwable e) {
            own.failed = 1;
            run.fail(books.step, job.item, e);
            return null;
        }
    }

    /** What has not answered, or was not due, is not delivered. Gives the stages that are of no use any more. */
    private List<CompletionStage<?>> abandon() {
        lock.lock();
        try {
            while (!drained || starting > 0) {
                await(forSender, YIELDS);
            }
            List<CompletionStage<?>> useless = new ArrayList<>();
            for (Call call : running) {
                CompletionStage<?> stage = call.abandon();
                if (stage != null) {
                    useless.add(stage);
                }
            }
            running.clear();
            books.undelivered += window.abandon();
            return useless;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void halt() {
        super.halt();
        lock.lock();
        try {
            forCaller.signal();
            forSender.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void outletRefuses() {
        halt();
        inlet.boundary.refuse();
    }
}
