package dev.trestle.concurrent;

import clojure.lang.ITransientCollection;
import clojure.lang.PersistentVector;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Transactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.Collector;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Says on which threads parallel work runs, how many of them, until when, and who hears of it; and does the work.
 *
 * <pre>{@code
 * Workers workers = Parallel.blocking(100)
 *         .within(Deadline.after(Duration.ofSeconds(10)))
 *         .onProgress(p -> bar.show(p.done(), p.total()));
 * List<String> pages = workers.map(addresses, this::fetch);
 * }</pre>
 *
 * <p>They are made by {@link Parallel#cpu()}, {@link Parallel#blocking(int)} and {@link Parallel#on(Executor, int)}. A value:
 * it holds no threads, each method that changes something returns another value, and one value can be used many times and
 * at once.
 *
 * <p>The methods that work take all items, wait for the end, and leave nothing behind: at the first failure, at the deadline
 * and when the calling thread is interrupted, no further item begins, the threads that are at one are interrupted, and the
 * method throws without waiting for them. A function that ignores interrupts goes on by itself, unheard. The functions run
 * with the calling thread's dynamic bindings, on the executor's threads only; so a task of an executor that has no thread
 * left must not call them with that executor.
 *
 * <p>Except with {@link Parallel#blocking}, a thread takes as many items at once as take it about a fifth of a millisecond,
 * found out while it works, and at most 4,096; if they take longer than that, the others get those that it has not begun.
 *
 * <p>In a transaction each of these methods throws {@code IllegalStateException}.
 *
 * <p>Immutable. Thread-safe. Memory consistency effects: actions before the call happen-before the functions run, which
 * happens-before its return.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Workers {
    private final Executor executor;
    private final int n;
    private final int most;
    private final Deadline deadline;
    private final @Nullable Consumer<? super Progress> progress;
    private final @Nullable Consumer<? super Skew> skew;

    Workers(Executor executor, int n, int most) {
        this(executor, n, most, Deadline.never(), null, null);
    }

    private Workers(
            Executor executor,
            int n,
            int most,
            Deadline deadline,
            @Nullable Consumer<? super Progress> progress,
            @Nullable Consumer<? super Skew> skew) {
        this.executor = executor;
        this.n = n;
        this.most = most;
        this.deadline = deadline;
        this.progress = progress;
        this.skew = skew;
    }

    /**
     * Limits the time.
     *
     * @param limit when the work must be done: one for all work that these workers do, so that it is shared
     * @return workers with the earlier of this deadline and the one that they have
     */
    public Workers within(Deadline limit) {
        return new Workers(executor, n, most, deadline.earlier(Checks.notNull(limit, "limit")), progress, skew);
    }

    /**
     * Tells how much is done.
     *
     * <p>The calling thread does, while it waits: every 50 milliseconds or later, and at the end with all done. What the
     * listener throws ends the work and is thrown by the method that works.
     *
     * @param listener hears of it, in place of an earlier listener
     * @return workers that tell
     */
    public Workers onProgress(Consumer<? super Progress> listener) {
        return new Workers(executor, n, most, deadline, Checks.notNull(listener, "listener"), skew);
    }

    /**
     * Measures the time of each item, and tells of the slowest and the mean.
     *
     * <p>The calling thread does, once, when all is done. It costs a look at the clock for each item.
     *
     * @param listener hears of it, in place of an earlier listener
     * @return workers that measure
     */
    public Workers onSkew(Consumer<? super Skew> listener) {
        return new Workers(executor, n, most, deadline, progress, Checks.notNull(listener, "listener"));
    }

    /**
     * Returns the values of a function for each of some items, in their order.
     *
     * <p>Clojure: {@code (vec (pmap f items))}.
     *
     * @param items the items; not changed meanwhile
     * @param f what to compute, on several threads
     * @param <A> the type of the items
     * @param <R> the type of the values
     * @return the values: a Clojure vector
     * @throws ExecutionException if the function failed; the cause is what it threw first
     * @throws TimeoutException if the deadline passed
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not take a single task
     * @throws IllegalStateException in a transaction
     */
    public <A extends @Nullable Object, R extends @Nullable Object> List<R> map(
            Collection<? extends A> items, ThrowingFunction<? super A, ? extends R> f)
            throws InterruptedException, ExecutionException, TimeoutException {
        Checks.notNull(f, "f");
        Transactions.forbid("Workers.map");
        return Calls.cast(collected(items, new Task.Mapping(Calls.cast(f), skew != null)));
    }

    /**
     * Maps each item and combines what comes out, keeping the order.
     *
     * <p>Clojure: {@code (reduce combine identity (pmap f items))}.
     *
     * <p>Each thread combines what it maps; then neighbours are combined, two by two, until one is left.
     *
     * @param items the items; not changed meanwhile
     * @param f what to compute for each, on several threads
     * @param identity the result for no items, that changes nothing when combined
     * @param combine combines the results of two neighbours, on several threads; associative
     * @param <A> the type of the items
     * @param <R> the type of the result
     * @return the result
     * @throws ExecutionException if a function failed; the cause is what it threw first
     * @throws TimeoutException if the deadline passed
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not take a single task
     * @throws IllegalStateException in a transaction
     */
    public <A extends @Nullable Object, R extends @Nullable Object> R mapReduce(
            Collection<? extends A> items,
            ThrowingFunction<? super A, ? extends R> f,
            R identity,
            BinaryOperator<R> combine)
            throws InterruptedException, ExecutionException, TimeoutException {
        ThrowingFunction<@Nullable Object, @Nullable Object> map = Calls.cast(Checks.notNull(f, "f"));
        BinaryOperator<@Nullable Object> join = Calls.cast(Checks.notNull(combine, "combine"));
        Transactions.forbid("Workers.mapReduce");
        return Calls.cast(reduced(
                items,
                new Task.Reducing(() -> identity, (result, item) -> join.apply(result, map.apply(item)), skew != null),
                join));
    }

    /**
     * Collects the items, keeping the order: into a container for each thread and chunk, which are then combined.
     *
     * <p>Clojure: {@code (clojure.core.reducers/fold combine accumulate items)}.
     *
     * @param items the items; not changed meanwhile
     * @param collector as for a parallel stream; its finisher runs on the calling thread
     * @param <A> the type of the items
     * @param <S> the type of the containers
     * @param <R> the type of the result
     * @return the result
     * @throws ExecutionException if the collector failed in another thread; the cause is what it threw first
     * @throws TimeoutException if the deadline passed
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not take a single task
     * @throws IllegalStateException in a transaction
     */
    public <A extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object> R collect(
            Collection<? extends A> items, Collector<? super A, S, R> collector)
            throws InterruptedException, ExecutionException, TimeoutException {
        Checks.notNull(collector, "collector");
        Transactions.forbid("Workers.collect");
        BiConsumer<@Nullable Object, @Nullable Object> accumulator = Calls.cast(collector.accumulator());
        Task.Step step = (container, item) -> {
            accumulator.accept(container, item);
            return container;
        };
        Task.Reducing task = new Task.Reducing(collector.supplier()::get, step, skew != null);
        Object all = reduced(items, task, Calls.cast(collector.combiner()));
        return collector.finisher().apply(Calls.<S>cast(all));
    }

    private @Nullable Object reduced(Collection<?> items, Task.Reducing task, BinaryOperator<@Nullable Object> combine)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<@Nullable Object> results = new ArrayList<>();
        run(items, task, part -> results.add(part.result));
        if (results.isEmpty()) {
            return Calls.call(task::nothing);
        }
        List<?> level = results;
        while (level.size() > 1) {
            List<List<?>> pairs = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                pairs.add(level.subList(i, Math.min(i + 2, level.size())));
            }
            level = new Workers(executor, n, most)
                    .within(deadline)
                    .map(pairs, pair -> pair.size() == 1 ? pair.get(0) : combine.apply(pair.get(0), pair.get(1)));
        }
        return level.get(0);
    }

    private Object collected(Collection<?> items, Task task)
            throws InterruptedException, ExecutionException, TimeoutException {
        var all = new Object() {
            ITransientCollection values = PersistentVector.EMPTY.asTransient();
        };
        run(items, task, part -> {
            for (int i = part.from; i < part.to; i++) {
                all.values = all.values.conj(part.values[i]);
            }
        });
        return all.values.persistent();
    }

    private void run(Collection<?> items, Task task, Consumer<Part> sink)
            throws InterruptedException, ExecutionException, TimeoutException {
        Job job = new Job(this, Checks.notNull(items, "items").iterator(), task);
        job.drain(sink);
        if (skew != null) {
            skew.accept(job.skew());
        }
    }

    Executor executor() {
        return executor;
    }

    int n() {
        return n;
    }

    int most() {
        return most;
    }

    Deadline deadline() {
        return deadline;
    }

    @Nullable
    Consumer<? super Progress> progress() {
        return progress;
    }

    @Override
    public String toString() {
        return "Workers[" + n + " at once, " + deadline + "]";
    }
}
