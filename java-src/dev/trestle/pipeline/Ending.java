package dev.trestle.pipeline;

import dev.trestle.async.WritePort;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a {@link Pipeline} can end: in a sink, or in several branches. Users see them as its own.
 *
 * @param <T> the type of what comes out of the last step
 */
@NullMarked
abstract class Ending<T> {
    abstract Source source();

    abstract List<Step> steps();

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
        StepPredicate<Object> test = Calls.cast(given(predicate, "predicate", "split"));
        Fan.Choice choice = item -> test.test(item) ? 0 : 1;
        return fan("split", Asks.ONCE, () -> new Fan(choice, false), Arrays.asList(accepted, refused));
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
        int branches = positive(n, "partition");
        StepFunction<Object, Object> keys = Calls.cast(given(key, "key", "partition"));
        Fan.Choice choice = item -> Math.floorMod(Op.checked(keys.apply(item)).hashCode(), n);
        return fan("partition", Asks.ONCE, () -> new Fan(choice, false), Collections.nCopies(branches, branch));
    }

    /**
     * Puts what comes out into a channel, one by one, and closes it at the end, however that comes. If the channel is closed
     * by someone else, the run ends as if it had taken enough: at the next item, since a channel tells nobody that it was closed.
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
        return ending(Sink.of(Calls.<WritePort<Object>>cast(given(port, "port", "channel")), close));
    }

    /**
     * Hands what comes out to a consumer, one by one.
     *
     * @param consumer takes the items
     * @return what can be started
     */
    public RunnablePipeline<@Nullable Void> to(StepConsumer<? super T> consumer) {
        return ending(Sink.of(Calls.<StepConsumer<Object>>cast(given(consumer, "consumer", "consumer"))));
    }

    /**
     * Signals what comes out to a subscriber, as it requests. Each run subscribes it once, so for several runs it must be one
     * that can be subscribed again.
     *
     * <p>The signals come one at a time, from one of the run's threads, and keep the rules of {@link Flow}. It is told
     * {@code onComplete} when the run has come to its end or was stopped, {@code onError} with the reason when the run has failed
     * or was cancelled. Cancelling the subscription ends the run as if it had taken enough. A subscriber that throws, or
     * requests less than 1, fails the run.
     *
     * <p>So a pipeline becomes a publisher: {@code Flow.Publisher<T> publisher = s -> pipeline.to(s).start()}.
     *
     * @param subscriber the subscriber
     * @return what can be started
     */
    public RunnablePipeline<@Nullable Void> to(Flow.Subscriber<? super T> subscriber) {
        return ending(Sink.of(Calls.<Flow.Subscriber<Object>>cast(given(subscriber, "subscriber", "subscriber"))));
    }

    /**
     * Collects what comes out, on one thread.
     *
     * @param collector the collector
     * @param <R> the type of the result
     * @return what can be started
     */
    public <R extends @Nullable Object> RunnablePipeline<R> to(Collector<? super T, ?, R> collector) {
        return ending(Sink.of(given(collector, "collector", "collector")));
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
        Object first = given(init, "init", "reduce");
        return ending(Sink.of(first, Calls.<StepBiFunction<Object, Object, Object>>cast(given(f, "f", "reduce"))));
    }

    /**
     * Collects what comes out on up to n threads: each collects a part in a container of its own, and at the end those are
     * combined into one. There is no order among the items, and a part may be empty.
     *
     * <p>The threads are made when they are needed. An item that costs little shares a turn with a few others, so that small
     * work pays as well.
     *
     * @param n how many items are accumulated at once, at most
     * @param collector the collector; its functions must not share state beyond their container, and none but the finisher may
     *     give null
     * @param <R> the type of the result
     * @return what can be started
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public <R extends @Nullable Object> RunnablePipeline<R> collectPartitioned(
            int n, Collector<? super T, ?, R> collector) {
        int workers = positive(n, "collectPartitioned");
        Collector<Object, Object, Object> given = Calls.cast(given(collector, "collector", "collectPartitioned"));
        Work work = new Work.Spread(false, place -> new Partitioned(place, workers, given));
        List<Step> longer = new ArrayList<>(steps());
        longer.add(new Step("collectPartitioned", work, Asks.NEVER));
        return new RunnablePipeline<>(
                source(), longer, new Sink("combine", Asks.NEVER, () -> new Partitioned.Merging(given)));
    }

    final RunnablePipeline<List<@Nullable Object>> fan(
            String name,
            Asks asks,
            Sink.Maker maker,
            List<? extends Function<? super Pipeline<T>, ? extends RunnablePipeline<?>>> branches) {
        if (branches.isEmpty()) {
            throw new IllegalArgumentException(label(name) + " must have a branch, has none");
        }
        List<RunnablePipeline<?>> ended = new ArrayList<>();
        for (Function<? super Pipeline<T>, ? extends RunnablePipeline<?>> branch : branches) {
            Pipeline<T> start = new Pipeline<>(Source.branch(), List.of());
            RunnablePipeline<?> end = given(branch, "branch", name).apply(start);
            if (given(end, "end of a branch", name).source() != start.source()) {
                throw new IllegalArgumentException(
                        "branch of " + label(name) + " must be built on the pipeline that it gets, was " + end);
            }
            if (end.isListenedTo()) {
                throw new IllegalArgumentException(
                        "onProgress must follow " + label(name) + " itself, follows its branch " + end);
            }
            ended.add(end);
        }
        return ending(new Sink(name, asks, maker).with(ended));
    }

    private <R extends @Nullable Object> RunnablePipeline<R> ending(Sink sink) {
        Wiring.checkEnds(source(), steps(), sink);
        return new RunnablePipeline<>(source(), steps(), sink);
    }

    /** The label of a step that comes next. */
    final String label(String step) {
        return Step.label(steps().size(), step);
    }

    final <V> V given(@Nullable V value, String what, String step) {
        return Checks.notNull(value, what + " of " + label(step));
    }

    final int positive(int n, String step) {
        return Checks.positive(n, "n of " + label(step));
    }
}
