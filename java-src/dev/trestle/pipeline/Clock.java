package dev.trestle.pipeline;

import dev.trestle.async.Channel;
import dev.trestle.async.Taken;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** Where steps that pace items have the time from, so that tests need not wait for it. */
@NullMarked
interface Clock {
    /** The monotonic time of the JVM. */
    Clock SYSTEM = new Clock() {
        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // the callers loop
        public void await(Object monitor, long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.timedWait(monitor, nanos);
        }

        @Override
        public Taken<Object> take(Channel<Object> channel, long deadline) throws InterruptedException {
            return channel.take(Duration.ofNanos(Math.max(0, deadline - now())));
        }
    };

    /** Nanoseconds since some moment. */
    long now();

    /** Waits on a monitor, which the thread holds, for that many nanoseconds at most. */
    void await(Object monitor, long nanos) throws InterruptedException;

    /** Takes from a channel, until some time at most. */
    Taken<Object> take(Channel<Object> channel, long deadline) throws InterruptedException;
}
