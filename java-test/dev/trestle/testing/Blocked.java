package dev.trestle.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A call that waits on a thread of its own, so that a test can release it or interrupt it. */
@NullMarked
public final class Blocked<T extends @Nullable Object> {
    private final Thread thread;
    private volatile @Nullable T value;
    private volatile @Nullable Throwable failure;
    private volatile boolean flag;

    private Blocked(Callable<? extends T> call) {
        thread = new Thread(
                () -> {
                    try {
                        value = call.call();
                    } catch (Throwable e) {
                        failure = e;
                    }
                    flag = Thread.interrupted();
                },
                "blocked");
        thread.setDaemon(true);
    }

    /** Starts the call and returns when it waits. */
    public static <T extends @Nullable Object> Blocked<T> on(Callable<? extends T> call) {
        Blocked<T> blocked = new Blocked<>(call);
        blocked.thread.start();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(10))
                .until(blocked::waits);
        return blocked;
    }

    /** Says whether the call waits now. */
    public boolean waits() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Interrupts the call. */
    public Blocked<T> interrupt() {
        thread.interrupt();
        return this;
    }

    /** Waits for the call's end and returns its value; what it threw fails the test. */
    public @Nullable T value() throws InterruptedException {
        end();
        if (failure != null) {
            throw new AssertionError("the call must return, threw " + failure, failure);
        }
        return value;
    }

    /** Waits for the call's end and returns what it threw, or null. */
    public @Nullable Throwable failure() throws InterruptedException {
        end();
        return failure;
    }

    /** Waits for the call's end and returns the interrupt flag that it left. */
    public boolean flag() throws InterruptedException {
        end();
        return flag;
    }

    private void end() throws InterruptedException {
        thread.join(20_000);
        if (thread.isAlive()) {
            throw new AssertionError("the call must end, waits still");
        }
    }
}
