package dev.trestle.pipeline;

import clojure.lang.IFn;
import dev.trestle.async.Buffer;
import dev.trestle.async.ReadPort;
import dev.trestle.async.WritePort;
import dev.trestle.collection.Transducer;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Steps for items to go through, from a source on. A value: each method gives a new pipeline, nothing runs before
 * {@link RunnablePipeline#start}, and one pipeline can be run many times, at once too.
 *
 * <pre>{@code
 * List<Integer> lengths = Pipeline.from(List.of("a", "", "bcd"))
 *         .filter(word -> !word.isEmpty())
 *         .map(String::length)
 *         .toList()
 *         .start()
 *         .await(Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>Consecutive synchronous steps are fused: one thread takes an item through all of them. {@link #async()} and the
 * parallel steps put a core.async channel in between. Items cross it in chunks of what is ready; none waits for another.
 *
 * <p>A null never travels: an item whose function returns null has failed with a {@code NullPointerException}. Options such
 * as {@link #onError} belong to the step before them. The functions run on the run's own threads, without the dynamic
 * bindings of the thread that started it.
 *
 * <p>Thread-safe. Memory consistency effects: a pipeline is immutable and may be shared without synchronization.
 *
 * @param <T> the type of what comes out of the last step
 * @since 0.1.0
 */
@NullMarked
public final class Pipeline<T> {
    private final Source source;
    private final List<Step> steps;

    private Pipeline(Source source, List<Step> steps) {
        this.source = source;
        this.steps = steps;
    }

    /**
     * Starts from what can be iterated. Each run iterates anew, on a thread of its own.
     *
     * @param items the items, none null
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(Iterable<? extends T> items) {
        return new Pipeline<>(Source.of(Checks.notNull(items, "items")), List.of());
    }

    /**
     * Starts from a stream, which is closed after. It can be run once only.
     *
     * @param items the items, none null
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(Stream<? extends T> items) {
        return new Pipeline<>(Source.of(Checks.notNull(items, "items")), List.of());
    }

    /**
     * Starts from an iterator. It can be run once only.
     *
     * @param items the items, none null
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(Iterator<? extends T> items) {
        return new Pipeline<>(Source.of(Checks.notNull(items, "items")), List.of());
    }

    /**
     * Starts from a channel, up to its close. Several runs share its items. A run that ends early leaves it open, and has
     * taken no more than what its books say.
     *
     * @param port the channel
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(ReadPort<? extends T> port) {
        return new Pipeline<>(Source.of(Checks.notNull(port, "port")), List.of());
    }

    /**
     * Starts from a supplier, which is asked until it gives null. If stopping the run has to interrupt it, what it throws
     * then counts as its end.
     *
     * @param supplier gives the next item, or null if there is no more
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(StepSupplier<? extends T> supplier) {
        return new Pipeline<>(Source.of(Checks.notNull(supplier, "supplier")), List.of());
    }

    /**
     * Starts from a publisher, which each run subscribes to. An item is requested when there is room for it, one at a time. A
     * run that ends early cancels its subscription.
     *
     * @param publisher the publisher
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(Flow.Publisher<? extends T> publisher) {
        return new Pipeline<>(Source.of(Checks.notNull(publisher, "publisher")), List.of());
    }

    /**
     * Replaces each item.
     *
     * @param f gives the new item for the old
     * @param <R> the type of the new items
     * @return the longer pipeline
     */
    public <R> Pipeline<R> map(StepFunction<? super T, ? extends R> f) {
        StepFunction<Object, Object> function = Calls.cast(Checks.notNull(f, "f"));
        return calling("map", () -> new Ops.Map(function));
    }

    /**
     * Lets only some items through. The others are counted as filtered.
     *
     * @param predicate true for those that go through
     * @return the longer pipeline
     */
    public Pipeline<T> filter(StepPredicate<? super T> predicate) {
        StepPredicate<Object> test = Calls.cast(Checks.notNull(predicate, "predicate"));
        return calling("filter", () -> new Ops.Filter(test));
    }

    /**
     * Replaces each item by any number.
     *
     * <p>An item of which some have gone on when it fails is not tried again.
     *
     * @param f gives the new items for the old, none null
     * @param <R> the type of the new items
     * @return the longer pipeline
     */
    public <R> Pipeline<R> flatMap(StepFunction<? super T, ? extends Iterable<? extends R>> f) {
        StepFunction<Object, Object> function = Calls.cast(Checks.notNull(f, "f"));
        return inline("flatMap", () -> new Ops.FlatMap(function));
    }

    /**
     * Shows each item to a consumer.
     *
     * @param consumer sees the items
     * @return the longer pipeline
     */
    public Pipeline<T> peek(StepConsumer<? super T> consumer) {
        StepConsumer<Object> action = Calls.cast(Checks.notNull(consumer, "consumer"));
        return calling("peek", () -> new Ops.Peek(action));
    }

    /**
     * Sends items through a transducer, which each run starts anew.
     *
     * <p>An item that brings nothing out counts as filtered, even if the transducer holds it back for later.
     *
     * @param transducer the transducer, a Clojure one through {@link Transducer#wrap}
     * @param <R> the type of what comes out
     * @return the longer pipeline
     */
    public <R> Pipeline<R> transduce(Transducer<? super T, R> transducer) {
        IFn raw = Calls.cast(Checks.notNull(transducer, "transducer").unwrap());
        return inline("transduce", () -> new Transduce(raw));
    }

    /**
     * Replaces each item by a state that it leads to. Clojure: {@code (rest (reductions f init items))}.
     *
     * @param init the first state, which does not go on itself
     * @param f gives the next state for the last one and an item
     * @param <S> the type of the state
     * @return the longer pipeline
     */
    public <S> Pipeline<S> scan(S init, StepBiFunction<? super S, ? super T, ? extends S> f) {
        Object first = Checks.notNull(init, "init");
        StepBiFunction<Object, Object, Object> function = Calls.cast(Checks.notNull(f, "f"));
        return calling("scan", () -> new Ops.Scan(first, function));
    }

    /**
     * Ends after some items. What was drawn beyond is counted as undelivered.
     *
     * @param n how many go through
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public Pipeline<T> take(long n) {
        long count = notNegative(n, "take");
        return inline("take", () -> new Cuts.Take(count));
    }

    /**
     * Ends before the first item that a predicate refuses.
     *
     * @param predicate true as long as items go through
     * @return the longer pipeline
     */
    public Pipeline<T> takeWhile(StepPredicate<? super T> predicate) {
        StepPredicate<Object> test = Calls.cast(Checks.notNull(predicate, "predicate"));
        return calling("takeWhile", () -> new Cuts.TakeWhile(test));
    }

    /**
     * Leaves out the first items.
     *
     * @param n how many
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public Pipeline<T> drop(long n) {
        long count = notNegative(n, "drop");
        return inline("drop", () -> new Cuts.Drop(count));
    }

    /**
     * Leaves out what came before, remembering all of it.
     *
     * @return the longer pipeline
     */
    public Pipeline<T> distinct() {
        return inline("distinct", Cuts.Distinct::new);
    }

    /**
     * Lets what follows work on a thread of its own, at the same time. Clojure: {@code (chan)} in between.
     *
     * @return the longer pipeline
     */
    public Pipeline<T> async() {
        return with(new Step("async", new Work.Crossing(null), Options.DEFAULT));
    }

    /**
     * Replaces each item, up to n at once, in the order of the items. Clojure: {@code (pipeline n to (map f) from)}.
     *
     * <p>As many results as n may wait for one that is late.
     *
     * @param n how many calls at once, at most; each has a thread of its own, made when it is needed
     * @param f gives the new item for the old, on any of the step's threads
     * @param <R> the type of the new items
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public <R> Pipeline<R> mapParallel(int n, StepFunction<? super T, ? extends R> f) {
        return workers("mapParallel", n, false, true, f);
    }

    /**
     * Replaces each item, up to n at once, in the order of their ends.
     *
     * @param n how many calls at once, at most; each has a thread of its own, made when it is needed
     * @param f gives the new item for the old, on any of the step's threads
     * @param <R> the type of the new items
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public <R> Pipeline<R> mapParallelUnordered(int n, StepFunction<? super T, ? extends R> f) {
        return workers("mapParallelUnordered", n, false, false, f);
    }

    /**
     * Replaces each item, up to n at once, in the order of the items, by a function that waits rather than computes. Clojure:
     * {@code (pipeline-blocking n to (map f) from)}.
     *
     * <p>As {@link #mapParallel}, on virtual threads where the JVM has them.
     *
     * @param n how many calls at once, at most
     * @param f gives the new item for the old
     * @param <R> the type of the new items
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public <R> Pipeline<R> mapBlocking(int n, StepFunction<? super T, ? extends R> f) {
        return workers("mapBlocking", n, true, true, f);
    }

    /**
     * Replaces each item, one at a time for each key and up to n at once for all, in the order of their ends; for one key, in
     * the order of its items.
     *
     * <p>Up to 16 n items wait for their keys.
     *
     * @param n how many calls at once, at most
     * @param key gives the key of an item, not null; called for one item at a time
     * @param f gives the new item for the old
     * @param <R> the type of the new items
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public <R> Pipeline<R> mapPartitioned(
            int n, StepFunction<? super T, ?> key, StepFunction<? super T, ? extends R> f) {
        Concurrency concurrency = new Concurrency(positive(n, "mapPartitioned"), false, false);
        StepFunction<Object, Object> keys = Calls.cast(Checks.notNull(key, "key"));
        StepFunction<Object, Object> function = Calls.cast(Checks.notNull(f, "f"));
        return spread("mapPartitioned", place -> new Keyed(place, concurrency, keys, function));
    }

    /**
     * Replaces each item by what a stage comes to, up to n at once, in the order of the items. Clojure: {@code
     * (pipeline-async n to af from)}.
     *
     * <p>A stage that comes to null has failed. When the run ends early, or the step has a time limit that is over, the stage
     * is cancelled if it can be, and no longer counts.
     *
     * @param n how many stages are not complete, at most
     * @param f starts a stage for an item, on the step's thread
     * @param <R> the type of the new items
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public <R> Pipeline<R> mapAsync(int n, StepFunction<? super T, ? extends CompletionStage<? extends R>> f) {
        return stages("mapAsync", n, true, f);
    }

    /**
     * Replaces each item by what a stage comes to, up to n at once, in the order of their ends. Otherwise as {@link #mapAsync}.
     *
     * @param n how many stages are not complete, at most
     * @param f starts a stage for an item, on the step's thread
     * @param <R> the type of the new items
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public <R> Pipeline<R> mapAsyncUnordered(int n, StepFunction<? super T, ? extends CompletionStage<? extends R>> f) {
        return stages("mapAsyncUnordered", n, false, f);
    }

    /**
     * Lets what follows work on a thread of its own, behind a channel of plain items with the given buffer. Clojure: {@code
     * (chan buffer)} in between. What a dropping or sliding buffer drops is counted.
     *
     * @param buffer the buffer
     * @return the longer pipeline
     */
    public Pipeline<T> buffer(Buffer buffer) {
        return with(new Step("buffer", new Work.Crossing(Checks.notNull(buffer, "buffer")), Options.DEFAULT));
    }

    /**
     * Lets what follows work on a thread of its own, on the latest item only: what came before it in the meantime is dropped,
     * and counted.
     *
     * @return the longer pipeline
     */
    public Pipeline<T> conflate() {
        return with(new Step("conflate", new Work.Crossing(Buffer.sliding(1)), Options.DEFAULT));
    }

    /**
     * Gathers items into lists of one size; the last may be shorter. Clojure: {@code (partition-all n)}.
     *
     * @param n how many items go into a list
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public Pipeline<List<T>> batch(int n) {
        positive(n, "batch");
        return inline("batch", () -> new Gathers.Batch(n));
    }

    /**
     * Gathers items into lists, which go on when they are full, when their first item has waited so long, or at the end. No
     * list is empty.
     *
     * @param n how many items go into a list, at most
     * @param longest how long an item waits for others, at most
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1 or {@code longest} is negative
     */
    public Pipeline<List<T>> batch(int n, Duration longest) {
        positive(n, "batch");
        long nanos = Math.min(Checks.nanos(longest, "longest"), Long.MAX_VALUE / 4);
        return spread("batch", place -> new TimedBatch(place, n, nanos));
    }

    /**
     * Replaces items by lists of the last n of them. Clojure: {@code (partition n step items)}.
     *
     * @param n how many items are in a list
     * @param step how many items further each list begins, 1 to n
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} or {@code step} is less than 1, or {@code step} greater than {@code n}
     */
    public Pipeline<List<T>> window(int n, int step) {
        positive(n, "window");
        if (step < 1 || step > n) {
            throw new IllegalArgumentException(
                    "step of " + Step.label(steps.size(), "window") + " must be 1 to " + n + ", was " + step);
        }
        return inline("window", () -> new Gathers.Window(n, step));
    }

    /**
     * Slows items down to a rate, evenly. Time that nothing came in is not made up for, except for a burst.
     *
     * @param n how many items go through in a time
     * @param per the time, &gt; 0
     * @param burst how many may go at once after a pause, &gt;= 1
     * @return the longer pipeline
     * @throws IllegalArgumentException if an argument is too small, or {@code per} times {@code n} or {@code burst} too large
     */
    public Pipeline<T> throttle(int n, Duration per, int burst) {
        positive(n, "throttle");
        Checks.positive(burst, "burst of " + Step.label(steps.size(), "throttle"));
        long nanos = Checks.nanos(per, "per");
        if (nanos == 0 || nanos > Long.MAX_VALUE / 2 / Math.max(n, burst)) {
            throw new IllegalArgumentException("per of " + Step.label(steps.size(), "throttle")
                    + " must be > 0 and less than centuries, was " + per);
        }
        return inline("throttle", () -> new Gathers.Throttle(n, nanos, burst));
    }

    /**
     * Sends items through code of the user's own, between two core.async channels of plain items. Clojure code can take from
     * the one and put into the other as well, see {@link StepTransform#wrap}.
     *
     * <p>The function is called once in a run, on a thread of its own, and may wait. It should end when {@code in} is closed and
     * drained, or when {@code out} is closed; when nothing more is wanted, or the run ends early, both are closed and the
     * thread is interrupted. The step ends when the function returns: what is then left in {@code in} is undelivered, and
     * {@code out} is closed, if the function has not done so. What it throws, or closes {@code out} with, fails the run. If it
     * puts more items than it has taken, they are counted as expanded, if less, as merged.
     *
     * @param f takes from one channel and puts into the other
     * @param <R> the type of the items that go on
     * @return the longer pipeline
     */
    public <R> Pipeline<R> transform(StepTransform<? super T, R> f) {
        StepTransform<Object, Object> function = Calls.cast(Checks.notNull(f, "f"));
        Work work = new Work.Spread(true, place -> new Transforming(place, function));
        return with(new Step("transform", work, Options.DEFAULT));
    }

    /**
     * Lets what passes be watched while a run is at work, through {@link PipelineRun#tap}.
     *
     * <p>The items go on as if nobody watched: no watcher is waited for, and one that fails is left out. Several taps may have
     * one name, as in the branches of {@link #partition}; then what passes each of them is watched.
     *
     * @param name the name for it
     * @return the longer pipeline
     */
    public Pipeline<T> tap(String name) {
        Checks.notNull(name, "name");
        return inline("tap " + name, () -> new Tap.Showing(name, null));
    }

    /**
     * Shows what passes to a channel, from the first item of each run on. It is closed at the end, however that comes. Otherwise
     * as {@link #tap(String)}: an item that finds no room in the channel is missed there, and goes on here.
     *
     * @param name a name under which more watchers may come
     * @param port the channel
     * @return the longer pipeline
     */
    public Pipeline<T> tap(String name, WritePort<? super T> port) {
        Checks.notNull(name, "name");
        WritePort<Object> watcher = Calls.cast(Checks.notNull(port, "port"));
        return inline("tap " + name, () -> new Tap.Showing(name, watcher));
    }

    /**
     * Lets items of other pipelines in, as they come. Clojure: {@code (merge [this other])}.
     *
     * @param other another pipeline, which runs at the same time
     * @return the longer pipeline
     */
    public Pipeline<T> merge(Pipeline<? extends T> other) {
        List<Pipeline<?>> others = List.of(Checks.notNull(other, "other"));
        return with(new Step("merge", new Work.Join(others, true, null), Options.DEFAULT));
    }

    /**
     * Lets the items of another pipeline in, after all of this one.
     *
     * @param other another pipeline; it starts at the same time, and waits when the channel behind it is full
     * @return the longer pipeline
     */
    public Pipeline<T> concat(Pipeline<? extends T> other) {
        List<Pipeline<?>> others = List.of(Checks.notNull(other, "other"));
        return with(new Step("concat", new Work.Join(others, false, null), Options.DEFAULT));
    }

    /**
     * Pairs each item with one of another pipeline, and ends with the shorter of the two.
     *
     * @param other another pipeline, which runs at the same time
     * @param f gives the new item for the two
     * @param <U> the type of the other pipeline's items
     * @param <R> the type of the new items
     * @return the longer pipeline
     */
    public <U, R> Pipeline<R> zip(Pipeline<? extends U> other, StepBiFunction<? super T, ? super U, ? extends R> f) {
        List<Pipeline<?>> others = List.of(Checks.notNull(other, "other"));
        StepBiFunction<Object, Object, Object> pair = Calls.cast(Checks.notNull(f, "f"));
        return with(new Step("zip", new Work.Join(others, false, pair), Options.DEFAULT));
    }

    /**
     * Sends each item to every branch. The slowest sets the pace; a branch that has ended is left out.
     *
     * @param branches each gets the pipeline of this one's items and gives it an end
     * @return what can be started; its result is the list of the branches' results
     */
    @SafeVarargs
    public final RunnablePipeline<List<@Nullable Object>> broadcast(
            Function<? super Pipeline<T>, ? extends RunnablePipeline<?>>... branches) {
        List<Function<? super Pipeline<T>, ? extends RunnablePipeline<?>>> listed = new ArrayList<>();
        for (Function<? super Pipeline<T>, ? extends RunnablePipeline<?>> branch : branches) {
            listed.add(branch);
        }
        return fan("broadcast", Fan.Choice.EACH, listed);
    }

    /**
     * Sends each item to one branch, the first that has room.
     *
     * @param branches each gets the pipeline of its items and gives it an end
     * @return what can be started; its result is the list of the branches' results
     */
    @SafeVarargs
    public final RunnablePipeline<List<@Nullable Object>> balance(
            Function<? super Pipeline<T>, ? extends RunnablePipeline<?>>... branches) {
        List<Function<? super Pipeline<T>, ? extends RunnablePipeline<?>>> listed = new ArrayList<>();
        for (Function<? super Pipeline<T>, ? extends RunnablePipeline<?>> branch : branches) {
            listed.add(branch);
        }
        return fan("balance", Fan.Choice.FREE, listed);
    }

    /**
     * Sends each item to one of two branches. Clojure: {@code (split predicate this)}.
     *
     * @param predicate decides
     * @param accepted gets the pipeline of the items for which it is true, and gives it an end
     * @param refused gets the pipeline of the others, and gives it an end
     * @return what can be started; its result is the list of the two branches' results
     */
    public RunnablePipeline<List<@Nullable Object>> split(
            StepPredicate<? super T> predicate,
            Function<? super Pipeline<T>, ? extends RunnablePipeline<?>> accepted,
            Function<? super Pipeline<T>, ? extends RunnablePipeline<?>> refused) {
        StepPredicate<Object> test = Calls.cast(Checks.notNull(predicate, "predicate"));
        return fan("split", item -> test.test(item) ? 0 : 1, List.of(accepted, refused));
    }

    /**
     * Sends each item to the branch of its key, of n that are alike.
     *
     * @param n how many branches
     * @param key gives the key of an item, whose hash decides
     * @param branch gets the pipeline of a branch's items and gives it an end; called n times
     * @return what can be started; its result is the list of the branches' results
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public RunnablePipeline<List<@Nullable Object>> partition(
            int n,
            StepFunction<? super T, ?> key,
            Function<? super Pipeline<T>, ? extends RunnablePipeline<?>> branch) {
        StepFunction<Object, Object> keys = Calls.cast(Checks.notNull(key, "key"));
        Fan.Choice choice = item -> Math.floorMod(Op.checked(keys.apply(item)).hashCode(), n);
        return fan("partition", choice, Collections.nCopies(positive(n, "partition"), branch));
    }

    /**
     * Names the step before this.
     *
     * @param name the name that it has in figures and messages
     * @return a pipeline
     */
    public Pipeline<T> named(String name) {
        Checks.notNull(name, "name");
        return changed("named", step -> step.named(name));
    }

    /**
     * Says what the step before this does with an item for which its function fails. The default is
     * {@link ErrorPolicy#failFast()}.
     *
     * @param policy the policy
     * @return a pipeline
     * @throws IllegalStateException if there is no step before this
     */
    public Pipeline<T> onError(ErrorPolicy<? extends T> policy) {
        Settlement<?> settlement = Calls.cast(Checks.notNull(policy, "policy"));
        return changed("onError", step -> step.with(step.options().with(settlement)));
    }

    /**
     * Calls the function of the step before this again when it fails.
     *
     * @param times how often at most, for one item
     * @param backoff how long to wait before
     * @return a pipeline
     * @throws IllegalArgumentException if {@code times} is negative
     * @throws IllegalStateException if there is no step before this
     */
    public Pipeline<T> retry(int times, Backoff backoff) {
        Checks.notNegative(times, "times");
        Checks.notNull(backoff, "backoff");
        return changed("retry", step -> step.with(step.options().with(times, backoff)));
    }

    /**
     * Limits the time that a call of the function of the step before this may take; then the item has failed with a
     * {@code TimeoutException}. Each attempt has the whole time.
     *
     * <p>The calls run on other threads, at some cost, since a function that does not end must be left alone: it is
     * interrupted, and if that does not end it, it goes on for nobody.
     *
     * @param limit the time, &gt; 0
     * @return a pipeline
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if the step before this does not call a function once for each item
     */
    public Pipeline<T> timeout(Duration limit) {
        long nanos = Checks.nanos(limit, "limit");
        if (nanos == 0) {
            throw new IllegalArgumentException("limit must be > 0, was " + limit);
        }
        return changed("timeout", step -> {
            if (step.work() instanceof Work.Inline inline ? !inline.calls() : step.work() instanceof Work.Crossing) {
                throw new IllegalStateException(
                        "timeout must follow a step that calls a function once for each item, follows "
                                + Step.label(steps.size() - 1, step.name()));
            }
            return step.with(step.options().with(nanos));
        });
    }

    /**
     * Puts what comes out into a channel, one by one, and closes it at the end, however that comes. If the channel is closed
     * by someone else, the run ends as if it had taken enough.
     *
     * @param port the channel
     * @return what can be started
     */
    public RunnablePipeline<@Nullable Void> to(WritePort<? super T> port) {
        return to(port, true);
    }

    /**
     * Puts what comes out into a channel, one by one.
     *
     * @param port the channel
     * @param close whether to close it at the end
     * @return what can be started
     */
    public RunnablePipeline<@Nullable Void> to(WritePort<? super T> port, boolean close) {
        return ending(Sink.of(Calls.<WritePort<Object>>cast(Checks.notNull(port, "port")), close));
    }

    /**
     * Hands what comes out to a consumer, one by one.
     *
     * @param consumer takes the items
     * @return what can be started
     */
    public RunnablePipeline<@Nullable Void> to(StepConsumer<? super T> consumer) {
        return ending(Sink.of(Calls.<StepConsumer<Object>>cast(Checks.notNull(consumer, "consumer"))));
    }

    /**
     * Collects what comes out, on one thread.
     *
     * @param collector the collector
     * @param <R> the type of the result
     * @return what can be started
     */
    public <R extends @Nullable Object> RunnablePipeline<R> to(Collector<? super T, ?, R> collector) {
        return ending(Sink.of(Checks.notNull(collector, "collector")));
    }

    /**
     * Collects what comes out in a list that cannot be changed.
     *
     * @return what can be started
     */
    public RunnablePipeline<List<T>> toList() {
        return ending(Sink.list());
    }

    /**
     * Reduces what comes out.
     *
     * @param init the first result
     * @param f gives the next result for the last one and an item
     * @param <R> the type of the result
     * @return what can be started
     */
    public <R> RunnablePipeline<R> reduce(R init, StepBiFunction<? super R, ? super T, ? extends R> f) {
        Object first = Checks.notNull(init, "init");
        return ending(Sink.of(first, Calls.<StepBiFunction<Object, Object, Object>>cast(Checks.notNull(f, "f"))));
    }

    /**
     * Refuses a pipeline whose steps cannot be sent to another JVM. The source is not looked at.
     *
     * @return this pipeline
     * @throws IllegalStateException if a step holds an object that is not serializable; the message names both
     */
    public Pipeline<T> checkSerializable() {
        for (int i = 0; i < steps.size(); i++) {
            try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
                out.writeObject(steps.get(i));
            } catch (NotSerializableException e) {
                throw new IllegalStateException(
                        "step must be serializable, "
                                + Step.label(i, steps.get(i).name()) + " holds an object of " + e.getMessage(),
                        e);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "step must be serializable, was "
                                + Step.label(i, steps.get(i).name()),
                        e);
            }
        }
        return this;
    }

    /**
     * Describes the steps.
     *
     * @return a line for each thread or group of threads; steps on one line are fused
     */
    public String describe() {
        return Plan.describe(source, steps, null);
    }

    /**
     * Draws the steps as a Mermaid flow chart, with thick arrows for channels.
     *
     * @return the text of the chart
     */
    public String diagram() {
        return Plan.diagram(source, steps, null);
    }

    @Override
    public String toString() {
        return "Pipeline[" + describe().replace("\n", " ") + "]";
    }

    Source source() {
        return source;
    }

    List<Step> steps() {
        return steps;
    }

    private interface StepChange {
        Step change(Step step);
    }

    private <R> Pipeline<R> calling(String name, Work.OpMaker maker) {
        return with(new Step(name, new Work.Inline(true, maker), Options.DEFAULT));
    }

    private <R> Pipeline<R> inline(String name, Work.OpMaker maker) {
        return with(new Step(name, new Work.Inline(false, maker), Options.DEFAULT));
    }

    private <R> Pipeline<R> spread(String name, Work.SegmentMaker maker) {
        return with(new Step(name, new Work.Spread(false, maker), Options.DEFAULT));
    }

    private <R> Pipeline<R> workers(String name, int n, boolean waits, boolean ordered, @Nullable Object f) {
        Concurrency concurrency = new Concurrency(positive(n, name), waits, ordered);
        StepFunction<Object, Object> function = Calls.cast(Checks.notNull(f, "f"));
        return spread(name, place -> new Ordered(place, concurrency, function));
    }

    private <R> Pipeline<R> stages(String name, int n, boolean ordered, @Nullable Object f) {
        Concurrency concurrency = new Concurrency(positive(n, name), true, ordered);
        StepFunction<Object, Object> function = Calls.cast(Checks.notNull(f, "f"));
        return spread(name, place -> new Asynchronous(place, concurrency, function));
    }

    private int positive(int n, String step) {
        return Checks.positive(n, "n of " + Step.label(steps.size(), step));
    }

    private <R> Pipeline<R> with(Step step) {
        List<Step> longer = new ArrayList<>(steps.size() + 1);
        longer.addAll(steps);
        longer.add(step);
        return new Pipeline<>(source, longer);
    }

    private Pipeline<T> changed(String option, StepChange change) {
        if (steps.isEmpty()) {
            throw new IllegalStateException(option + " must follow a step, follows the source 1:" + source.name);
        }
        List<Step> other = new ArrayList<>(steps);
        other.set(steps.size() - 1, change.change(steps.get(steps.size() - 1)));
        return new Pipeline<>(source, other);
    }

    private RunnablePipeline<List<@Nullable Object>> fan(
            String name,
            Fan.Choice choice,
            List<? extends Function<? super Pipeline<T>, ? extends RunnablePipeline<?>>> branches) {
        if (branches.isEmpty()) {
            throw new IllegalArgumentException(Step.label(steps.size(), name) + " must have a branch, has none");
        }
        List<RunnablePipeline<?>> ended = new ArrayList<>();
        for (Function<? super Pipeline<T>, ? extends RunnablePipeline<?>> branch : branches) {
            Pipeline<T> start = new Pipeline<>(Source.branch(), List.of());
            RunnablePipeline<?> end = Checks.notNull(branch, "branch").apply(start);
            if (Checks.notNull(end, "end of a branch").source() != start.source) {
                throw new IllegalArgumentException("branch of " + Step.label(steps.size(), name)
                        + " must be built on the pipeline that it gets, was " + end);
            }
            if (end.isListenedTo()) {
                throw new IllegalArgumentException("onProgress must follow " + Step.label(steps.size(), name)
                        + " itself, follows its branch " + end);
            }
            ended.add(end);
        }
        return ending(new Sink(name, () -> new Fan(choice), ended));
    }

    private <R extends @Nullable Object> RunnablePipeline<R> ending(Sink sink) {
        return new RunnablePipeline<>(source, steps, sink);
    }

    private long notNegative(long n, String step) {
        if (n < 0) {
            throw new IllegalArgumentException("n of " + Step.label(steps.size(), step) + " must be >= 0, was " + n);
        }
        return n;
    }
}
