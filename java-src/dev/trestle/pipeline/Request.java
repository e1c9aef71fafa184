package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Threads;
import dev.trestle.internal.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.NullMarked;

/** An event that waits for a reply: the first settles it, later ones are late, and so is all that comes after its time. */
@NullMarked
final class Request<R> {
    /** Dependents are the asker's: nobody else's thread waits for them, and none runs under a channel's lock. */
    static final Completion ELSEWHERE = Threads.waiting()::execute;

    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicInteger open;
    private final long nanos;
    private final LongAdder late;
    private final Completion completion;

    /** Where the result is completed. */
    interface Completion {
        void execute(Runnable task);
    }

    /** What a subscription that replies is given. */
    record Asked(Object payload, Request<?> request) {}

    Request(String topic, Duration timeout, long nanos, int repliers, LongAdder late, Completion completion) {
        this.nanos = nanos;
        this.late = late;
        this.completion = completion;
        open = new AtomicInteger(repliers);
        Timer timer = Timer.schedule(
                nanos,
                () -> fail(new TimeoutException(
                        "request to " + topic + " must be replied to within " + timeout + ", was not")));
        var unused = result.whenComplete((reply, failure) -> {
            settled.set(true);
            timer.cancel();
        });
    }

    CompletableFuture<R> result() {
        return result;
    }

    long nanos() {
        return nanos;
    }

    void reply(Object reply) {
        if (settled.compareAndSet(false, true)) {
            completion.execute(() -> result.complete(Calls.cast(reply)));
        } else {
            late.increment();
        }
    }

    /** One of those who reply will not. */
    void missed(String name, String why) {
        gaveUp(new RejectedExecutionException("request must be accepted by " + name + ", " + why));
    }

    /**
     * One of those who reply has failed, or will not reply.
     *
     * @return true if the asker is told of this very failure
     */
    boolean gaveUp(Exception why) {
        return open.decrementAndGet() == 0 && fail(why);
    }

    private boolean fail(Exception why) {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        completion.execute(() -> result.completeExceptionally(why));
        return true;
    }

    /** Waits, and throws what the result has failed with. */
    static <R> R await(Request<R> request) throws InterruptedException, TimeoutException {
        try {
            return request.result.get();
        } catch (InterruptedException e) {
            request.result.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw late;
            }
            throw Calls.sneaky(e.getCause() == null ? e : e.getCause());
        }
    }
}
