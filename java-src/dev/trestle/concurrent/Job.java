package dev.trestle.concurrent;

import dev.trestle.internal.Calls;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** All of some work at once: its caller waits for each part, tells of the progress, and ends what is left when it leaves. */
@NullMarked
final class Job {
    private static final long TELL_NANOS = Duration.ofMillis(50).toNanos();

    private final Part head = Supply.head();
    private final Crew crew;
    private final Supply supply;
    private final Deadline deadline;
    private final @Nullable Consumer<? super Progress> listener;
    private long told = System.nanoTime();

    Job(Workers workers, Iterator<? extends @Nullable Object> items, Task task) {
        crew = new Crew(workers.executor(), workers.n(), workers.most(), true, task, head);
        supply = new Supply(items, crew, workers.n());
        deadline = workers.deadline();
        listener = workers.progress();
    }

    /** Hands over each part that is done, in order. */
    void drain(Consumer<? super Part> sink) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            checkTime();
            supply.drawAll();
            for (Part part = after(head); part != null; part = after(part)) {
                sink.accept(part);
            }
            if (listener != null) {
                tell(listener);
            }
        } finally {
            crew.cancel();
        }
    }

    Skew skew() {
        return crew.times().skew();
    }

    private @Nullable Part after(Part part) throws InterruptedException, TimeoutException {
        Supplier<Exception> failure = part.failure;
        if (failure != null) {
            throw Calls.sneaky(failure.get());
        }
        if (listener != null && System.nanoTime() - told > TELL_NANOS) {
            tell(listener);
        }
        Part next = crew.after(part);
        while (next != null && !crew.await(next, patience())) {
            checkTime();
            if (listener != null) {
                tell(listener);
            }
        }
        return next;
    }

    private long patience() {
        long left = deadline.remaining().toNanos();
        return listener == null ? left : Math.min(left, TELL_NANOS);
    }

    private void checkTime() throws TimeoutException {
        if (deadline.isExpired()) {
            throw new TimeoutException("work must be done before its deadline, " + crew.completed() + " of "
                    + supply.drawn() + " items were: the rest is cancelled and interrupted");
        }
    }

    private void tell(Consumer<? super Progress> to) {
        to.accept(new Progress(crew.completed(), supply.drawn()));
        told = System.nanoTime();
    }
}
