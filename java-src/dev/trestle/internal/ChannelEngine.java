package dev.trestle.internal;

import clojure.lang.IDeref;
import clojure.lang.IFn;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * core.async as Java sees it. Its protocols exist at run time only, so a small Clojure namespace, {@code
 * dev.trestle.internal.shim}, implements this interface on them.
 *
 * <p>The engine's answer to a put or take is a box with the outcome, or null if there is none: then a waiter is queued,
 * or nothing has happened if there was no waiter.
 */
@NullMarked
public interface ChannelEngine {
    /**
     * Returns the engine. Loads core.async the first time, which takes seconds if it is not compiled ahead of time.
     *
     * @return the engine
     */
    static ChannelEngine get() {
        ChannelEngine engine = Loaded.engine;
        return engine != null ? engine : Loaded.load();
    }

    /** Not in an initializer: nobody may hold a class while waiting for whoever loads a namespace. */
    final class Loaded {
        private static volatile @Nullable ChannelEngine engine;

        private Loaded() {}

        private static ChannelEngine load() {
            ChannelEngine found =
                    (ChannelEngine) ((IDeref) new LazyVar("dev.trestle.internal.shim", "engine").get()).deref();
            engine = found;
            return found;
        }
    }

    /**
     * Makes a channel.
     *
     * @param buffer a core.async buffer, or null
     * @param transducer a transducer, or null
     * @param exHandler a handler that must not throw, or null
     * @return a core.async channel
     */
    Object channel(@Nullable Object buffer, @Nullable IFn transducer, @Nullable IFn exHandler);

    /**
     * Makes a buffer that makes puts wait when it is full.
     *
     * @param n its capacity
     * @return a core.async buffer
     */
    Object fixedBuffer(int n);

    /**
     * Makes a buffer that drops what is put when it is full.
     *
     * @param n its capacity
     * @return a core.async buffer
     */
    Object droppingBuffer(int n);

    /**
     * Makes a buffer that drops the oldest when it is full.
     *
     * @param n its capacity
     * @return a core.async buffer
     */
    Object slidingBuffer(int n);

    /**
     * Makes a buffer that keeps its first value for ever.
     *
     * @return a core.async buffer
     */
    Object promiseBuffer();

    /**
     * Says whether core.async can put to, take from and close an object.
     *
     * @param x an object
     * @return true for channels
     */
    boolean isChannel(@Nullable Object x);

    /**
     * Puts without waiting.
     *
     * @param port the channel
     * @param value the value
     * @return a box with whether it was accepted, false if the channel is closed; null if a put would have to wait
     */
    @Nullable
    IDeref offer(Object port, Object value);

    /**
     * Takes without waiting.
     *
     * @param port the channel
     * @return a box with the value, null if the channel is closed and drained; null if a take would have to wait
     */
    @Nullable
    IDeref poll(Object port);

    /**
     * Puts, or queues a waiter.
     *
     * @param port the channel
     * @param value the value
     * @param waiter who waits
     * @return a box as of {@link #offer}; null if the waiter is queued
     */
    @Nullable
    IDeref put(Object port, Object value, Waiter waiter);

    /**
     * Takes, or queues a waiter.
     *
     * @param port the channel
     * @param waiter who waits
     * @return a box as of {@link #poll}; null if the waiter is queued
     */
    @Nullable
    IDeref take(Object port, Waiter waiter);

    /**
     * Makes a channel forget withdrawn puts: it lets go of them whenever a live put comes by, and this one does nothing else.
     *
     * @param port the channel
     */
    void sweepPuts(Object port);

    /**
     * Makes a channel forget withdrawn takes.
     *
     * @param port the channel
     */
    void sweepTakes(Object port);

    /**
     * Closes.
     *
     * @param port the channel
     */
    void close(Object port);

    /**
     * Says whether a channel is closed; it may still hold values.
     *
     * @param port the channel
     * @return true if it is
     */
    boolean isClosed(Object port);

    /**
     * Returns where core.async runs callbacks.
     *
     * @return its dispatch pool
     */
    Executor dispatcher();
}
