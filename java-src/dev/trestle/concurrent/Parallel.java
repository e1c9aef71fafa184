package dev.trestle.concurrent;

import clojure.lang.ArraySeq;
import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import dev.trestle.internal.LazyVar;
import dev.trestle.internal.LoudSeq;
import dev.trestle.internal.Monoid;
import dev.trestle.internal.Transactions;
import dev.trestle.internal.Vars;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Computes on several threads with clojure.core's own parallel functions.
 *
 * <pre>{@code
 * List<Integer> lengths = Parallel.map(List.of("one", "three"), String::length);
 * }</pre>
 *
 * <p>In a transaction each method throws {@code IllegalStateException}, since other threads would run outside of it.
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
    private static final LazyVar FOLD = new LazyVar("clojure.core.reducers", "fold");

    private Parallel() {}

    /**
     * Returns the values of a function for each of some items, in their order, as a lazy list.
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
    public static <A extends @Nullable Object, R extends @Nullable Object> List<R> map(
            Iterable<? extends A> items, Function<? super A, ? extends R> f) {
        Checks.notNull(items, "items");
        Checks.notNull(f, "f");
        Transactions.forbid("Parallel.map");
        return Calls.cast(LoudSeq.of(PMAP.invoke(Functions.ofFunction(f), items)));
    }

    /**
     * Returns the values of some tasks, in their order, as a lazy list.
     *
     * <p>Clojure: {@code (pcalls & tasks)}.
     *
     * <p>Everything that {@link #map} says of threads, laziness and failures goes for this too.
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
}
