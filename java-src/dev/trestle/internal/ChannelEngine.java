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
     * Makes a buffer count what goes through it.
     *
     * @param buffer a core.async buffer that nobody uses yet
     * @param tally what counts
     * @return a core.async buffer of the same kind
     */
    Object countingBuffer(Object buffer, Tally tally);

    /**
     * Says whether an object is a buffer that a channel can use.
     *
     * @param x an object
     * @return true for buffers
     */
    boolean isBuffer(@Nullable Object x);

    /**
     * Says whether puts never wait for a buffer.
     *
     * @param buffer a core.async buffer
     * @return true for dropping, sliding and promise buffers
     */
    boolean isUnblocking(Object buffer);

    /**
     * Makes Clojure's {@code unblocking-buffer?} answer true for a class: it looks at the class alone.
     *
     * @param type a class of buffers
     */
    void unblocking(Class<?> type);

    /**
     * Says whether core.async can take from an object, and tell whether it is closed.
     *
     * @param x an object
     * @return true for channels, and for what else implements its protocols
     */
    boolean isReadPort(@Nullable Object x);

    /**
     * Says whether core.async can put to an object, and close it.
     *
     * @param x an object
     * @return true for channels, and for what else implements its protocols
     */
    boolean isWritePort(@Nullable Object x);

    /**
     * Says whether a port is core.async's own kind of channel. Others may queue what must not wait, or keep what was
     * withdrawn.
     *
     * @param port a port
     * @return true for those that core.async makes
     */
    boolean isNative(Object port);

    /**
     * Puts without waiting.
     *
     * @param port the channel
     * @param value the value
     * @return a box with whether it was accepted, false if the channel is closed; null if a put would have to wait, or if
     *     the port is not {@link #isNative}
     */
    @Nullable
    IDeref offer(Object port, Object value);

    /**
     * Takes without waiting.
     *
     * @param port the channel
     * @return a box with the value, null if the channel is closed and drained; null if a take would have to wait, or if the
     *     port is not {@link #isNative}
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
     * Puts, or queues a clause of a select.
     *
     * @param port the channel
     * @param value the value
     * @param selection who waits
     * @param number the number of the clause
     * @return a box as of {@link #offer}; null if the clause is queued or can no longer win. A closed channel answers
     *     false even if the clause can no longer win: only {@link Selection#winner} tells
     */
    @Nullable
    IDeref put(Object port, Object value, Selection selection, int number);

    /**
     * Takes, or queues a clause of a select.
     *
     * @param port the channel
     * @param selection who waits
     * @param number the number of the clause
     * @return a box as of {@link #poll}; null if the clause is queued or can no longer win
     */
    @Nullable
    IDeref take(Object port, Selection selection, int number);

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
