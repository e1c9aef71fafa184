package dev.trestle.async;

import dev.trestle.collection.Transducer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * core.async's functions of channels.
 *
 * <pre>{@code
 * Channel<String> all = Channels.merge(List.of(left, right));
 * CompletableFuture<Integer> length = Channels.reduce((sum, word) -> sum + word.length(), 0, all);
 * }</pre>
 *
 * <p>Each starts core.async's own loop, which takes from its source until that is closed. All user code runs on core.async's
 * pools. What it throws fails the future that the function returns, if it returns one, else it goes to the thread's
 * uncaught exception handler, and the loop goes on. Where core.async answers with a channel of one value, here is a future;
 * cancelling it stops nothing.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it put a value happens-before what is done with it.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Channels {
    private Channels() {}

    /**
     * The two channels of a {@link #split}.
     *
     * @param matching the values that the predicate is true for
     * @param others the other values
     * @param <T> their type
     */
    public record Split<T>(Channel<T> matching, Channel<T> others) {}

    /**
     * Puts the values of several channels into a new one, closed when all of them are. Clojure: {@code (merge ports)}.
     *
     * <p>Closing the new channel does not stop it: it goes on taking, and drops.
     *
     * @param ports the channels
     * @param <T> the type of the values
     * @return a new channel without a buffer
     */
    public static <T> Channel<T> merge(List<? extends ReadPort<? extends T>> ports) {
        return Combining.merge(ports, null);
    }

    /**
     * As {@link #merge(List)}, with a buffer. Clojure: {@code (merge ports buffer)}.
     *
     * @param ports the channels
     * @param buffer the buffer of the new channel
     * @param <T> the type of the values
     * @return a new channel
     */
    public static <T> Channel<T> merge(List<? extends ReadPort<? extends T>> ports, Buffer buffer) {
        return Combining.merge(ports, buffer);
    }

    /**
     * Puts values into one of two new channels, closed when the source is. Clojure: {@code (split predicate from)}.
     *
     * <p>A value that the predicate fails for goes to the others, after the failure has been reported. A value waits until
     * its channel has room, and so do all after it. If one of the two channels is closed, a value for it stops the loop, and
     * the other one is never closed.
     *
     * @param predicate decides
     * @param from the source
     * @param <T> the type of the values
     * @return two new channels without buffers
     */
    public static <T> Split<T> split(Predicate<? super T> predicate, ReadPort<? extends T> from) {
        return Combining.split(predicate, from, null, null);
    }

    /**
     * As {@link #split(Predicate, ReadPort)}, with buffers. Clojure: {@code (split predicate from buffer buffer)}.
     *
     * @param predicate decides
     * @param from the source
     * @param matching the buffer of the first channel
     * @param others the buffer of the second
     * @param <T> the type of the values
     * @return two new channels
     */
    public static <T> Split<T> split(
            Predicate<? super T> predicate, ReadPort<? extends T> from, Buffer matching, Buffer others) {
        return Combining.split(predicate, from, matching, others);
    }

    /**
     * Puts the values of a channel into another, which is closed when the source is. Clojure: {@code (pipe from to)}.
     *
     * @param from the source
     * @param to where they go; if it is closed, the value that finds this out is dropped, and the source stays open
     * @param <T> the type of the values
     * @param <P> the type of {@code to}
     * @return {@code to}
     */
    public static <T, P extends WritePort<? super T>> P pipe(ReadPort<? extends T> from, P to) {
        return Combining.pipe(from, to, true);
    }

    /**
     * As {@link #pipe(ReadPort, WritePort)}. Clojure: {@code (pipe from to close?)}.
     *
     * @param from the source
     * @param to where they go
     * @param close whether {@code to} is closed when the source is
     * @param <T> the type of the values
     * @param <P> the type of {@code to}
     * @return {@code to}
     */
    public static <T, P extends WritePort<? super T>> P pipe(ReadPort<? extends T> from, P to, boolean close) {
        return Combining.pipe(from, to, close);
    }

    /**
     * Puts what a function makes of each value into a new channel. Clojure: {@code (map f [from])}.
     *
     * <p>If the function fails or returns null that is reported, and there is no value.
     *
     * @param f the function
     * @param from the source
     * @param <A> the type of its values
     * @param <R> the type of the new ones
     * @return a new channel of one slot, closed when the source is
     */
    public static <A, R> Channel<R> map(Function<? super A, ? extends R> f, ReadPort<? extends A> from) {
        return Combining.map(f, from);
    }

    /**
     * Puts what a function makes of one value of each of two channels into a new channel, until one of them is closed.
     * Clojure: {@code (map f [first second])}. All else is as of {@link #map(Function, ReadPort)}.
     *
     * @param f the function
     * @param first a source
     * @param second a source
     * @param <A> the type of the first one's values
     * @param <B> the type of the second one's
     * @param <R> the type of the new ones
     * @return a new channel of one slot, closed when a source is
     */
    public static <A, B, R> Channel<R> map(
            BiFunction<? super A, ? super B, ? extends R> f,
            ReadPort<? extends A> first,
            ReadPort<? extends B> second) {
        return Combining.map(f, first, second);
    }

    /**
     * Puts what a function makes of one value of each of any number of channels into a new channel, until one of them is closed.
     * Clojure: {@code (map f ports)}. All else is as of {@link #map(Function, ReadPort)}.
     *
     * @param f the function of the values, in the order of the channels
     * @param ports the sources; of none, the new channel is closed at once
     * @param <A> the type of their values
     * @param <R> the type of the new ones
     * @return a new channel of one slot, closed when a source is
     */
    public static <A, R> Channel<R> map(
            Function<? super List<A>, ? extends R> f, List<? extends ReadPort<? extends A>> ports) {
        return Combining.map(f, ports);
    }

    /**
     * Puts up to a number of a channel's values into a new one, and closes that; the source stays open. Clojure:
     * {@code (take n from)}.
     *
     * @param n how many, &gt;= 0
     * @param from the source
     * @param <T> the type of the values
     * @return a new channel without a buffer
     */
    public static <T> Channel<T> take(int n, ReadPort<? extends T> from) {
        return Combining.take(n, from, null);
    }

    /**
     * As {@link #take(int, ReadPort)}, with a buffer. Clojure: {@code (take n from buffer)}.
     *
     * @param n how many, &gt;= 0
     * @param from the source
     * @param buffer the buffer of the new channel
     * @param <T> the type of the values
     * @return a new channel
     */
    public static <T> Channel<T> take(int n, ReadPort<? extends T> from, Buffer buffer) {
        return Combining.take(n, from, buffer);
    }

    /**
     * Reduces a channel's values when it is closed. Clojure: {@code (reduce f init from)}.
     *
     * @param f takes a value into the result
     * @param init the first result
     * @param from the source
     * @param <T> the type of the values
     * @param <R> the type of the result
     * @return a future of the result; it fails if {@code f} does, which stops the loop, or if the channel was closed as failed
     */
    public static <T, R extends @Nullable Object> CompletableFuture<R> reduce(
            BiFunction<? super R, ? super T, ? extends R> f, R init, ReadPort<? extends T> from) {
        return Reducing.reduce(f, init, from);
    }

    /**
     * Reduces what a transducer makes of a channel's values. Clojure: {@code (transduce transducer f init from)}.
     *
     * @param transducer what values go through
     * @param f takes a value into the result
     * @param init the first result
     * @param from the source; if the transducer ends early, what follows stays in it
     * @param <A> the type of the values
     * @param <B> the type of what the transducer makes
     * @param <R> the type of the result
     * @return a future, as of {@link #reduce}
     */
    public static <A, B, R extends @Nullable Object> CompletableFuture<R> transduce(
            Transducer<? super A, ? extends B> transducer,
            BiFunction<? super R, ? super B, ? extends R> f,
            R init,
            ReadPort<? extends A> from) {
        return Reducing.transduce(transducer, f, init, from);
    }

    /**
     * Adds a channel's values to a Clojure collection, when the channel is closed. Clojure: {@code (into collection from)}.
     *
     * @param collection a Clojure collection, such as {@code Vectors.empty()}; it is not changed
     * @param from the source
     * @param <T> the type of the values
     * @param <C> the type of the collection
     * @return a future of a collection with the values
     * @throws IllegalArgumentException if the collection is none of Clojure's
     */
    public static <T, C extends Collection<? super T>> CompletableFuture<C> into(
            C collection, ReadPort<? extends T> from) {
        return Reducing.into(collection, from);
    }

    /**
     * Adds a channel's entries to a Clojure map, when the channel is closed. Clojure: {@code (into map from)}.
     *
     * @param map a Clojure map, such as {@code Maps.empty()}; it is not changed
     * @param from the source
     * @param <K> the type of the keys
     * @param <V> the type of their values
     * @return a future of a map with the entries, the last one of each key
     * @throws IllegalArgumentException if the map is none of Clojure's
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> CompletableFuture<Map<K, V>> into(
            Map<K, V> map, ReadPort<? extends Map.Entry<? extends K, ? extends V>> from) {
        return Reducing.into(map, from);
    }

    /**
     * Puts values into a channel, and closes it. Clojure: {@code (onto-chan!! to values)}.
     *
     * <p>The iterator runs on core.async's dispatch pool and may block. It is read no further once the channel is closed.
     *
     * @param to the channel; closed even if the iterator fails
     * @param values the values
     * @param <T> their type
     * @return a future that is done when they are put, and fails if the iterator does or has a null
     */
    public static <T> CompletableFuture<@Nullable Void> ontoChannel(
            WritePort<? super T> to, Iterable<? extends T> values) {
        return Combining.onto(to, values, true);
    }

    /**
     * As {@link #ontoChannel(WritePort, Iterable)}. Clojure: {@code (onto-chan!! to values close?)}.
     *
     * @param to the channel
     * @param values the values
     * @param close whether it is closed after the last
     * @param <T> their type
     * @return a future that is done when they are put
     */
    public static <T> CompletableFuture<@Nullable Void> ontoChannel(
            WritePort<? super T> to, Iterable<? extends T> values, boolean close) {
        return Combining.onto(to, values, close);
    }

    /**
     * Makes a channel of values: {@link Channel#from(Iterable)} by its Clojure name, {@code (to-chan!! values)}.
     *
     * @param values the values
     * @param <T> their type
     * @return a new channel
     */
    public static <T> Channel<T> toChannel(Iterable<? extends T> values) {
        return Channel.from(values);
    }

    /**
     * Puts what a transducer makes of each value of a channel into another, {@code n} values at a time, in their order, and
     * closes it when the source is. Clojure: {@code (pipeline n to transducer from)}.
     *
     * <p>The transducer is applied to each value alone, on {@code n} platform threads. Closing {@code to} does not stop it:
     * it goes on taking from its source, and drops. What the transducer throws is reported, and its value dropped.
     *
     * @param n how many, &gt; 0
     * @param to where the results go
     * @param transducer what each value goes through
     * @param from the source
     * @param <A> the type of the values
     * @param <B> the type of the results
     * @return a future that is done when all results are put
     */
    public static <A, B> CompletableFuture<@Nullable Void> pipeline(
            int n, WritePort<? super B> to, Transducer<? super A, ? extends B> transducer, ReadPort<? extends A> from) {
        return Pipelines.start("pipeline", n, to, transducer, from, true, null);
    }

    /**
     * As {@link #pipeline(int, WritePort, Transducer, ReadPort)}. Clojure:
     * {@code (pipeline n to transducer from close? ex-handler)}.
     *
     * @param n how many, &gt; 0
     * @param to where the results go
     * @param transducer what each value goes through
     * @param from the source
     * @param close whether {@code to} is closed when the source is
     * @param exHandler makes a result of what the transducer throws, or null for none; what it throws is reported
     * @param <A> the type of the values
     * @param <B> the type of the results
     * @return a future that is done when all results are put
     */
    public static <A, B> CompletableFuture<@Nullable Void> pipeline(
            int n,
            WritePort<? super B> to,
            Transducer<? super A, ? extends B> transducer,
            ReadPort<? extends A> from,
            boolean close,
            Function<? super Throwable, ? extends @Nullable B> exHandler) {
        return Pipelines.start("pipeline", n, to, transducer, from, close, exHandler);
    }

    /**
     * As {@link #pipeline(int, WritePort, Transducer, ReadPort)}, for transducers that block; in this version of core.async
     * the two do the same. Clojure: {@code (pipeline-blocking n to transducer from)}.
     *
     * @param n how many, &gt; 0
     * @param to where the results go
     * @param transducer what each value goes through
     * @param from the source
     * @param <A> the type of the values
     * @param <B> the type of the results
     * @return a future that is done when all results are put
     */
    public static <A, B> CompletableFuture<@Nullable Void> pipelineBlocking(
            int n, WritePort<? super B> to, Transducer<? super A, ? extends B> transducer, ReadPort<? extends A> from) {
        return Pipelines.start("pipeline-blocking", n, to, transducer, from, true, null);
    }

    /**
     * As {@link #pipeline(int, WritePort, Transducer, ReadPort, boolean, Function)}, for transducers that block. Clojure:
     * {@code (pipeline-blocking n to transducer from close? ex-handler)}.
     *
     * @param n how many, &gt; 0
     * @param to where the results go
     * @param transducer what each value goes through
     * @param from the source
     * @param close whether {@code to} is closed when the source is
     * @param exHandler makes a result of what the transducer throws, or null for none; what it throws is reported
     * @param <A> the type of the values
     * @param <B> the type of the results
     * @return a future that is done when all results are put
     */
    public static <A, B> CompletableFuture<@Nullable Void> pipelineBlocking(
            int n,
            WritePort<? super B> to,
            Transducer<? super A, ? extends B> transducer,
            ReadPort<? extends A> from,
            boolean close,
            Function<? super Throwable, ? extends @Nullable B> exHandler) {
        return Pipelines.start("pipeline-blocking", n, to, transducer, from, close, exHandler);
    }

    /**
     * Puts the results of asynchronous work on each value of a channel into another, in the order of the values, and closes it
     * when the source is. Clojure: {@code (pipeline-async n to f from)}.
     *
     * <p>The function starts the work and returns at once; the work puts its results, and then closes their channel. If the
     * function fails, that is reported, and there are no results: core.async alone would wait for ever. Two more values than
     * {@code n} may be under way. Closing {@code to} stops nothing.
     *
     * @param n how many, &gt; 0
     * @param to where the results go
     * @param f starts the work on a value, whose results go to the channel that it is given
     * @param from the source
     * @param <A> the type of the values
     * @param <B> the type of the results
     * @return a future that is done when all results are put
     */
    public static <A, B> CompletableFuture<@Nullable Void> pipelineAsync(
            int n, WritePort<? super B> to, BiConsumer<? super A, ? super WritePort<B>> f, ReadPort<? extends A> from) {
        return Pipelines.async(n, to, f, from, true);
    }

    /**
     * As {@link #pipelineAsync(int, WritePort, BiConsumer, ReadPort)}. Clojure: {@code (pipeline-async n to f from close?)}.
     *
     * @param n how many, &gt; 0
     * @param to where the results go
     * @param f starts the work on a value
     * @param from the source
     * @param close whether {@code to} is closed when the source is
     * @param <A> the type of the values
     * @param <B> the type of the results
     * @return a future that is done when all results are put
     */
    public static <A, B> CompletableFuture<@Nullable Void> pipelineAsync(
            int n,
            WritePort<? super B> to,
            BiConsumer<? super A, ? super WritePort<B>> f,
            ReadPort<? extends A> from,
            boolean close) {
        return Pipelines.async(n, to, f, from, close);
    }

    /**
     * Runs a task on another platform thread, with the caller's dynamic bindings. Clojure: {@code (thread (task))}.
     *
     * @param task the task
     * @param <R> the type of its value
     * @return a future, completed on that thread; cancelling it does not interrupt the task
     */
    public static <R extends @Nullable Object> CompletableFuture<R> thread(Callable<? extends R> task) {
        return Pipelines.thread(task, "mixed");
    }

    /**
     * Runs a task that waits more than it computes, on a virtual thread where there are some. Clojure:
     * {@code (io-thread (task))}. All else is as of {@link #thread}.
     *
     * @param task the task
     * @param <R> the type of its value
     * @return a future, completed on that thread
     */
    public static <R extends @Nullable Object> CompletableFuture<R> ioThread(Callable<? extends R> task) {
        return Pipelines.thread(task, "io");
    }

    /**
     * Returns a channel that is closed after a time. Clojure: {@code (timeout msecs)}.
     *
     * <p>For Clojure code that wants one. Every wait of this library has a form that takes a {@code Duration}, which costs less
     * and leaves nothing behind: core.async shares such a channel with whoever asks for the same 10 ms, admits 1,024 takers,
     * goes by the wall clock, and keeps the channel until its time.
     *
     * @param duration the time, &gt;= 0, rounded up to milliseconds
     * @param <T> the type of the values that never come
     * @return a channel to take from; it must not be closed
     */
    public static <T> ReadPort<T> timeout(Duration duration) {
        return Pipelines.timeout(duration);
    }
}
