package dev.trestle.pipeline;

import clojure.lang.IFn;
import dev.trestle.async.Buffer;
import dev.trestle.async.ReadPort;
import dev.trestle.async.WritePort;
import dev.trestle.collection.Transducer;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
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
@SuppressWarnings("serial") // the lists are serializable
public final class Pipeline<T> extends Ending<T> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Where items come from. */
    private final Source source;

    /** What they go through. */
    private final List<Step> steps;

    Pipeline(Source source, List<Step> steps) {
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
        return new Pipeline<>(Source.of(Checks.notNull(items, "items of 1:iterable")), List.of());
    }

    /**
     * Starts from a stream, which is closed after. It can be run once only.
     *
     * @param items the items, none null
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(Stream<? extends T> items) {
        return new Pipeline<>(Source.of(Checks.notNull(items, "items of 1:stream")), List.of());
    }

    /**
     * Starts from an iterator. It can be run once only.
     *
     * @param items the items, none null
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(Iterator<? extends T> items) {
        return new Pipeline<>(Source.of(Checks.notNull(items, "items of 1:iterator")), List.of());
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
        return new Pipeline<>(Source.of(Checks.notNull(port, "port of 1:channel")), List.of());
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
        return new Pipeline<>(Source.of(Checks.notNull(supplier, "supplier of 1:supplier")), List.of());
    }

    /**
     * Starts from a publisher, which each run subscribes to. An item is requested when there is room for it, one at a time. A
     * run that ends early cancels its subscription: what the publisher sends after that is not seen, as with every subscriber
     * that cancels.
     *
     * @param publisher the publisher
     * @param <T> the type of the items
     * @return a pipeline of no steps
     */
    public static <T> Pipeline<T> from(Flow.Publisher<? extends T> publisher) {
        return new Pipeline<>(Source.of(Checks.notNull(publisher, "publisher of 1:publisher")), List.of());
    }

    /**
     * Replaces each item.
     *
     * @param f gives the new item for the old
     * @param <R> the type of the new items
     * @return the longer pipeline
     */
    public <R> Pipeline<R> map(StepFunction<? super T, ? extends R> f) {
        StepFunction<Object, Object> function = Calls.cast(given(f, "f", "map"));
        return once("map", () -> new Ops.Map(function));
    }

    /**
     * Lets only some items through. The others are counted as filtered.
     *
     * @param predicate true for those that go through
     * @return the longer pipeline
     */
    public Pipeline<T> filter(StepPredicate<? super T> predicate) {
        StepPredicate<Object> test = Calls.cast(given(predicate, "predicate", "filter"));
        return once("filter", () -> new Ops.Filter(test));
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
        StepFunction<Object, Object> function = Calls.cast(given(f, "f", "flatMap"));
        return somehow("flatMap", () -> new Ops.FlatMap(function));
    }

    /**
     * Shows each item to a consumer.
     *
     * @param consumer sees the items
     * @return the longer pipeline
     */
    public Pipeline<T> peek(StepConsumer<? super T> consumer) {
        StepConsumer<Object> action = Calls.cast(given(consumer, "consumer", "peek"));
        return once("peek", () -> new Ops.Peek(action));
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
        IFn raw = Calls.cast(given(transducer, "transducer", "transduce").unwrap());
        return somehow("transduce", () -> new Transduce(raw));
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
        Object first = given(init, "init", "scan");
        StepBiFunction<Object, Object, Object> function = Calls.cast(given(f, "f", "scan"));
        return once("scan", () -> new Ops.Scan(first, function));
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
        return never("take", () -> new Cuts.Take(count));
    }

    /**
     * Ends before the first item that a predicate refuses.
     *
     * @param predicate true as long as items go through
     * @return the longer pipeline
     */
    public Pipeline<T> takeWhile(StepPredicate<? super T> predicate) {
        StepPredicate<Object> test = Calls.cast(given(predicate, "predicate", "takeWhile"));
        return once("takeWhile", () -> new Cuts.TakeWhile(test));
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
        return never("drop", () -> new Cuts.Drop(count));
    }

    /**
     * Leaves out what came before, remembering all of it.
     *
     * @return the longer pipeline
     */
    public Pipeline<T> distinct() {
        return never("distinct", Cuts.Distinct::new);
    }

    /**
     * Lets what follows work on a thread of its own, at the same time. Clojure: {@code (chan)} in between.
     *
     * @return the longer pipeline
     */
    public Pipeline<T> async() {
        return crossing("async", null);
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
     * <p>What {@code key} throws, or a key when it is compared with others, is a failure of the item, and is not tried again. A
     * time limit holds for the call of {@code key} and for that of {@code f}, each.
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
        StepFunction<Object, Object> keys = Calls.cast(given(key, "key", "mapPartitioned"));
        StepFunction<Object, Object> function = Calls.cast(given(f, "f", "mapPartitioned"));
        return spread("mapPartitioned", place -> new Keyed(place, concurrency, keys, function));
    }

    /**
     * Replaces each item by what a stage comes to, up to n at once, in the order of the items. Clojure: {@code
     * (pipeline-async n to af from)}.
     *
     * <p>A stage that comes to null has failed. When the run ends early, or the step has a time limit that is over, the stage
     * is cancelled if it can be, and no longer counts. The limit is for the call of {@code f} and its stage together.
     *
     * @param n how many stages are not complete, at most
     * @param f starts a stage for an item, on the step's thread; on another if there is a time limit
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
     * @param f starts a stage for an item, on the step's thread; on another if there is a time limit
     * @param <R> the type of the new items
     * @return the longer pipeline
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public <R> Pipeline<R> mapAsyncUnordered(int n, StepFunction<? super T, ? extends CompletionStage<? extends R>> f) {
        return stages("mapAsyncUnordered", n, false, f);
    }

    /**
     * Lets what follows work on a thread of its own, behind a channel of plain items with the given buffer. Clojure: {@code
     * (chan buffer)} in between. What a dropping or sliding buffer drops is counted. A parallel step that follows directly takes
     * from the buffer itself, when it is ready for an item.
     *
     * @param buffer the buffer
     * @return the longer pipeline
     */
    public Pipeline<T> buffer(Buffer buffer) {
        Buffer given = given(buffer, "buffer", "buffer");
        return crossing("buffer", () -> given);
    }

    /**
     * Lets what follows work on a thread of its own, on the latest item only: what came before it in the meantime is dropped,
     * and counted.
     *
     * @return the longer pipeline
     */
    public Pipeline<T> conflate() {
        return crossing("conflate", () -> Buffer.sliding(1));
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
        return never("batch", () -> new Gathers.Batch(n));
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
        long nanos = Math.min(Checks.nanos(longest, "longest of " + label("batch")), Long.MAX_VALUE / 4);
        Work work = new Work.Spread(false, place -> new TimedBatch(place, n, nanos));
        return with(new Step("batch", work, Asks.NEVER));
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
            throw new IllegalArgumentException("step of " + label("window") + " must be 1 to " + n + ", was " + step);
        }
        return never("window", () -> new Gathers.Window(n, step));
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
        Checks.positive(burst, "burst of " + label("throttle"));
        long nanos = Checks.nanos(per, "per of " + label("throttle"));
        if (nanos == 0 || nanos > Long.MAX_VALUE / 2 / Math.max(n, burst)) {
            throw new IllegalArgumentException(
                    "per of " + label("throttle") + " must be > 0 and less than centuries, was " + per);
        }
        return never("throttle", () -> new Gathers.Throttle(n, nanos, burst));
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
        StepTransform<Object, Object> function = Calls.cast(given(f, "f", "transform"));
        Work work = new Work.Spread(true, place -> new Transforming(place, function));
        return with(new Step("transform", work, Asks.NEVER));
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
        given(name, "name", "tap");
        return never("tap " + name, new Tap.Place(name, null));
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
        given(name, "name", "tap");
        WritePort<Object> watcher = Calls.cast(given(port, "port", "tap"));
        return never("tap " + name, new Tap.Place(name, watcher));
    }

    /**
     * Lets items of other pipelines in, as they come. Clojure: {@code (merge [this other])}.
     *
     * @param other another pipeline, which runs at the same time
     * @return the longer pipeline
     */
    public Pipeline<T> merge(Pipeline<? extends T> other) {
        return joined("merge", other, true, null);
    }

    /**
     * Lets the items of another pipeline in, after all of this one.
     *
     * @param other another pipeline, which starts when this one has ended; if that never happens, nothing is drawn from its source
     * @return the longer pipeline
     */
    public Pipeline<T> concat(Pipeline<? extends T> other) {
        return joined("concat", other, false, null);
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
        StepBiFunction<Object, Object, Object> pair = Calls.cast(given(f, "f", "zip"));
        return joined("zip", other, false, pair);
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
        return fan("broadcast", Asks.NEVER, () -> new Fan(Fan.Choice.EACH, false), listed);
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
        return fan("balance", Asks.NEVER, () -> new Fan(Fan.Choice.FREE, true), listed);
    }

    /**
     * Names the step before this.
     *
     * @param name the name that it has in figures and messages
     * @return a pipeline
     * @throws IllegalStateException if there is no step before this
     */
    public Pipeline<T> named(String name) {
        Step step = last("named", Asks.NEVER);
        return instead(step.named(Checks.notNull(name, "name of " + lastLabel())));
    }

    /**
     * Says what the step before this does with an item for which its function fails. The default is
     * {@link ErrorPolicy#failFast()}.
     *
     * @param policy the policy
     * @return a pipeline
     * @throws IllegalStateException if there is no step before this, or one without a function that could fail
     */
    public Pipeline<T> onError(ErrorPolicy<? extends T> policy) {
        Step step = last("onError", Asks.SOMEHOW);
        return instead(step.with(step.options().with(policy, lastLabel())));
    }

    /**
     * Calls the function of the step before this again when it fails.
     *
     * @param times how often at most, for one item
     * @param backoff how long to wait before
     * @return a pipeline
     * @throws IllegalArgumentException if {@code times} is negative
     * @throws IllegalStateException if there is no step before this, or one without a function that could fail
     */
    public Pipeline<T> retry(int times, Backoff backoff) {
        Step step = last("retry", Asks.SOMEHOW);
        return instead(step.with(step.options().with(times, backoff, lastLabel())));
    }

    /**
     * Limits the time that a call of the function of the step before this may take; then the item has failed with a
     * {@code TimeoutException}. Each attempt has the whole time. For {@link #mapAsync} it is for the stage too.
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
        Step step = last("timeout", Asks.ONCE);
        return instead(step.with(step.options().with(limit, lastLabel())));
    }

    /**
     * Refuses a pipeline that cannot be sent to another JVM: its source, its steps and their policies, and the pipelines that
     * are joined.
     *
     * @return this pipeline
     * @throws IllegalStateException if one of them holds an object that is not serializable; the message names both
     */
    public Pipeline<T> checkSerializable() {
        Portability.check("", source, steps, null);
        return this;
    }

    /**
     * Describes the steps.
     *
     * @return a line for each thread or group of threads; steps on one line are fused
     */
    public String describe() {
        return Drawing.describe(source, steps, null);
    }

    /**
     * Draws the steps as a Mermaid flow chart, with thick arrows for channels.
     *
     * @return the text of the chart
     */
    public String diagram() {
        return Drawing.diagram(source, steps, null);
    }

    @Override
    public String toString() {
        return "Pipeline[" + describe().replace("\n", " ") + "]";
    }

    @Override
    Source source() {
        return source;
    }

    @Override
    List<Step> steps() {
        return steps;
    }

    private <R> Pipeline<R> once(String name, Work.OpMaker maker) {
        return with(new Step(name, new Work.Inline(maker), Asks.ONCE));
    }

    private <R> Pipeline<R> somehow(String name, Work.OpMaker maker) {
        return with(new Step(name, new Work.Inline(maker), Asks.SOMEHOW));
    }

    private <R> Pipeline<R> never(String name, Work.OpMaker maker) {
        return with(new Step(name, new Work.Inline(maker), Asks.NEVER));
    }

    private <R> Pipeline<R> spread(String name, Work.SegmentMaker maker) {
        return with(new Step(name, new Work.Spread(false, maker), Asks.ONCE));
    }

    private <R> Pipeline<R> crossing(String name, Work.@Nullable BufferMaker maker) {
        return with(new Step(name, new Work.Crossing(maker), Asks.NEVER));
    }

    private <R> Pipeline<R> workers(String name, int n, boolean waits, boolean ordered, @Nullable Object f) {
        Concurrency concurrency = new Concurrency(positive(n, name), waits, ordered);
        StepFunction<Object, Object> function = Calls.cast(given(f, "f", name));
        return spread(name, place -> new Ordered(place, concurrency, function));
    }

    private <R> Pipeline<R> stages(String name, int n, boolean ordered, @Nullable Object f) {
        Concurrency concurrency = new Concurrency(positive(n, name), true, ordered);
        StepFunction<Object, Object> function = Calls.cast(given(f, "f", name));
        return spread(name, place -> new Asynchronous(place, concurrency, function));
    }

    private <R> Pipeline<R> joined(
            String name, Pipeline<?> other, boolean merges, @Nullable StepBiFunction<Object, Object, Object> pair) {
        Wiring.checkJoin(label(name), this, given(other, "other", name));
        Work work = new Work.Join(List.of(other), merges, pair);
        return with(new Step(name, work, pair == null ? Asks.NEVER : Asks.ONCE));
    }

    private <R> Pipeline<R> with(Step step) {
        List<Step> longer = new ArrayList<>(steps.size() + 1);
        longer.addAll(steps);
        longer.add(step);
        return new Pipeline<>(source, longer);
    }

    private Step last(String option, Asks least) {
        if (steps.isEmpty()) {
            throw new IllegalStateException(option + " must follow a step, follows the source 1:" + source.name);
        }
        Step step = steps.get(steps.size() - 1);
        step.asks().check(least, option, lastLabel());
        return step;
    }

    private String lastLabel() {
        return Step.label(steps.size() - 1, steps.get(steps.size() - 1).name());
    }

    private Pipeline<T> instead(Step last) {
        List<Step> other = new ArrayList<>(steps);
        other.set(steps.size() - 1, last);
        return new Pipeline<>(source, other);
    }

    private long notNegative(long n, String step) {
        if (n < 0) {
            throw new IllegalArgumentException("n of " + label(step) + " must be >= 0, was " + n);
        }
        return n;
    }
}
