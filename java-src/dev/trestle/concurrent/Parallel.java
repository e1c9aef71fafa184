package dev.trestle.concurrent;

import clojure.lang.Agent;
import clojure.lang.ArraySeq;
import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import dev.trestle.internal.LazyVar;
import dev.trestle.internal.LoudSeq;
import dev.trestle.internal.Monoid;
import dev.trestle.internal.Threads;
import dev.trestle.internal.Transactions;
import dev.trestle.internal.Vars;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Computes on several threads.
 *
 * <pre>{@code
 * List<Integer> lengths = Parallel.map(List.of("one", "three"), String::length);
 * }</pre>
 *
 * <p>{@link #map} is Clojure's {@code pmap} in chunks, so that small work pays too, and {@link #pmap}, {@link #calls} and
 * {@link #fold} are clojure.core's own functions. {@link #cpu()}, {@link #blocking} and {@link #on} are for work with a
 * deadline, with progress or on other threads.
 *
 * <p>In a transaction each method that works throws {@code IllegalStateException}, since other threads would run outside of
 * it.
 *
 * <p>Thread-safe. Memory consistency effects: actions before a call happen-before the functions run, which happens-before
 * the read of what they returned.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Parallel {
    private static final IFn PMAP = Vars.core("pmap");
    private static final IFn PCALLS = Vars.core("pcalls");
    private static final IFn PARTITION_ALL = Vars.core("partition-all");
    private static final LazyVar FOLD = new LazyVar("clojure.core.reducers", "fold");
    private static final Executor FUTURES = Parallel::execute;

    private Parallel() {}

    /**
     * Returns the values of a function for each of some items, in their order, as a lazy list.
     *
     * <p>Clojure: {@code (pmap f items)}, in chunks.
     *
     * <p>The work runs on Clojure's pool for futures, on as many threads as there are processors, with the calling thread's
     * dynamic bindings. The first items start with this call. A thread takes as many items at once as take it about a fifth
     * of a millisecond, found out while it works, and at most 4,096; the work stays ahead of the reader by as many such chunks
     * as there are processors, and two. The readers draw the items, one thread at a time. An item may wait for those before it
     * in its chunk: where {@code f} for one item waits for {@code f} of another, use {@link #pmap}.
     *
     * <p>The list is a Clojure sequence: it cannot be changed, it keeps what was read as long as the list itself is kept, its
     * {@code size()} reads all, and {@code get(i)} reads up to the chunk of {@code i}. {@code toString()} shows the first items
     * that are there, and waits for none.
     *
     * <p>A method of the list that comes to an item whose {@code f} failed throws an {@code ExecutionException} <em>that it
     * does not declare</em>, with what {@code f} threw as the cause, each time; what {@code items} itself throws is thrown in
     * its place. Nobody can read beyond, so the work on later items ends, and threads that are at one are interrupted. If a
     * thread is interrupted while it waits, the method throws {@code InterruptedException} in the same way, and the list can
     * be read on. A list that nobody reads on causes no more work.
     *
     * @param items the items; not changed while the list is read
     * @param f what to compute, on any thread
     * @param <A> the type of the items
     * @param <R> the type of the values
     * @return the values
     * @throws java.util.concurrent.RejectedExecutionException if Clojure's pools were shut down
     * @throws IllegalStateException in a transaction
     */
    public static <A extends @Nullable Object, R extends @Nullable Object> List<R> map(
            Iterable<? extends A> items, Function<? super A, ? extends R> f) {
        Checks.notNull(items, "items");
        Function<@Nullable Object, @Nullable Object> apply = Calls.cast(Checks.notNull(f, "f"));
        Transactions.forbid("Parallel.map");
        Part head = Supply.head();
        int n = processors();
        Crew crew = new Crew(FUTURES, n, Crew.MOST, false, new Task.Mapping(apply::apply, false), head);
        Supply supply = new Supply(items.iterator(), crew, n);
        supply.begin();
        return new MappedList<>(supply, head, null);
    }

    /**
     * Returns the values of a function for each of some items, in their order, as a lazy list: a task for each item.
     *
     * <p>Clojure: {@code (pmap f items)}.
     *
     * <p>The work runs on Clojure's pool for futures, with the calling thread's dynamic bindings. It stays ahead of the
     * reader by two items more than there are processors (by up to 32 more where Clojure takes items in chunks), and the
     * first items start with this call. The list is a Clojure sequence: it cannot be changed, it keeps what was read, its
     * {@code size()} reads all, {@code get(i)} walks, and {@code toString()} does not show the items. It pays only if
     * {@code f} takes far longer than a task costs to hand over.
     *
     * <p>A method of the list that comes to an item whose {@code f} failed throws an {@code ExecutionException} <em>that it
     * does not declare</em>, with what {@code f} threw as the cause, each time. If a thread is interrupted while it reads,
     * the method throws {@code InterruptedException} in the same way, and Clojure's sequence drops what follows: to read on
     * from that item is an {@code IllegalStateException}.
     *
     * @param items the items; not changed while the list is read
     * @param f what to compute, on any thread
     * @param <A> the type of the items
     * @param <R> the type of the values
     * @return the values
     * @throws IllegalStateException in a transaction
     */
    public static <A extends @Nullable Object, R extends @Nullable Object> List<R> pmap(
            Iterable<? extends A> items, Function<? super A, ? extends R> f) {
        Checks.notNull(items, "items");
        Checks.notNull(f, "f");
        Transactions.forbid("Parallel.pmap");
        return Calls.cast(LoudSeq.of(PMAP.invoke(Functions.ofFunction(f), items)));
    }

    /**
     * Returns the values of some tasks, in their order, as a lazy list.
     *
     * <p>Clojure: {@code (pcalls & tasks)}.
     *
     * <p>Everything that {@link #pmap} says of threads, laziness and failures goes for this too.
     *
     * @param tasks the tasks
     * @param <R> the type of the values
     * @return the values
     * @throws IllegalStateException in a transaction
     */
    @SafeVarargs
    public static <R extends @Nullable Object> List<R> calls(Callable<? extends R>... tasks) {
        Object[] fns = new Object[Checks.notNull(tasks, "tasks").length];
        for (int i = 0; i < fns.length; i++) {
            fns[i] = Functions.ofCallable(Checks.notNull(tasks[i], "tasks[" + i + "]"));
        }
        Transactions.forbid("Parallel.calls");
        return Calls.cast(LoudSeq.of(PCALLS.applyTo(ArraySeq.create(fns))));
    }

    /**
     * Reduces a list in groups, in parallel, and combines the groups' results in their order.
     *
     * <p>Clojure: {@code (clojure.core.reducers/fold groupSize combine reduce items)}.
     *
     * <p>Only a Clojure vector is split; any other list is reduced in one go on the calling thread. The work runs on a
     * fork-join pool of Clojure's own, or on the caller's if it is a worker of one, without the calling thread's dynamic
     * bindings; the calling thread waits and cannot be interrupted. An exception may arrive as another one of its type
     * with the first as its cause.
     *
     * @param items the items
     * @param groupSize how many items at most go to one task; Clojure's default is 512
     * @param identity gives the value that each group starts with, and that changes nothing when combined
     * @param combine combines the results of two neighbours; associative
     * @param reduce takes one item into a result
     * @param <A> the type of the items
     * @param <R> the type of the result
     * @return the result
     * @throws IllegalArgumentException if {@code groupSize} is less than 1
     * @throws IllegalStateException in a transaction
     */
    public static <A extends @Nullable Object, R extends @Nullable Object> R fold(
            List<? extends A> items,
            int groupSize,
            Supplier<? extends R> identity,
            BinaryOperator<R> combine,
            BiFunction<? super R, ? super A, ? extends R> reduce) {
        Checks.notNull(items, "items");
        int n = Checks.positive(groupSize, "groupSize");
        IFn monoid = new Monoid(Checks.notNull(identity, "identity"), Checks.notNull(combine, "combine"));
        IFn step = Functions.ofBiFunction(Checks.notNull(reduce, "reduce"));
        Transactions.forbid("Parallel.fold");
        return Calls.invoke(FOLD.get(), n, monoid, step, items);
    }

    /**
     * Splits items into lists of a size; the last may be shorter.
     *
     * <p>Clojure: {@code (partition-all size items)}.
     *
     * @param items the items; not changed while the result is read
     * @param size how many items go into a list
     * @param <A> the type of the items
     * @return the lists, lazily, in order
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    public static <A extends @Nullable Object> List<List<A>> partitionAll(Iterable<? extends A> items, int size) {
        Checks.notNull(items, "items");
        return Calls.invoke(PARTITION_ALL, Checks.positive(size, "size"), items);
    }

    /**
     * Spreads items over parts that cost about the same, so that no part keeps all others waiting.
     *
     * <p>The dearest item comes first, each goes to the part that costs the least so far: Graham's rule "longest processing
     * time first". The dearest part costs at most a third more than in the best partition there is.
     *
     * @param items the items
     * @param parts how many parts; fewer if there are fewer items
     * @param cost says what an item costs; the sum of all fits into a {@code long}
     * @param <A> the type of the items
     * @return the parts, the dearest first, with their items in the order that they had
     * @throws IllegalArgumentException if {@code parts} is less than 1, or a cost is negative
     */
    public static <A extends @Nullable Object> List<List<A>> partitionByCost(
            Collection<? extends A> items, int parts, ToLongFunction<? super A> cost) {
        Checks.notNull(items, "items");
        return Costs.partition(items, Checks.positive(parts, "parts"), Checks.notNull(cost, "cost"));
    }

    /**
     * Returns workers for work that computes: as many at once as there are processors, on Clojure's pool for futures.
     *
     * @return the workers
     */
    public static Workers cpu() {
        return new Workers(FUTURES, processors(), Crew.MOST);
    }

    /**
     * Returns workers for work that waits: a virtual thread for each where the JVM has them, else a daemon thread which ends
     * when it has been idle for a second. Each takes one item at a time.
     *
     * @param n how many at once
     * @return the workers
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public static Workers blocking(int n) {
        return new Workers(Threads.waiting(), Checks.positive(n, "n"), 1);
    }

    /**
     * Returns workers on an executor.
     *
     * <p>If the executor refuses a task there are fewer of them. One that runs its task on the calling thread can neither be
     * limited in time nor tell its progress.
     *
     * @param executor runs the workers
     * @param n how many at once
     * @return the workers
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public static Workers on(Executor executor, int n) {
        return new Workers(Checks.notNull(executor, "executor"), Checks.positive(n, "n"), Crew.MOST);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void execute(Runnable task) {
        try {
            Agent.soloExecutor.execute(task);
        } catch (RejectedExecutionException e) {
            throw FutureFacade.refused(e);
        }
    }
}
