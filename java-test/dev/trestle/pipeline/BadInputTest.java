package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.async.ReadPort;
import dev.trestle.async.WritePort;
import dev.trestle.collection.Transducer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot work is refused when it is built, with the name of the step. */
class BadInputTest {
    private static final Pipeline<Integer> P = Pipeline.from(List.of(1)).map(x -> x);
    private static final StepFunction<Integer, Integer> SAME = x -> x;
    private static final Function<Pipeline<Integer>, RunnablePipeline<?>> END = Pipeline::toList;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    @AfterEach
    void nothingIsLeft() {
        Ledger.nothingLeft();
    }

    private interface Building {
        Object build();
    }

    private static Arguments refused(String method, String message, Building building) {
        return Arguments.of(method, message, building);
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                refused("from", "items of 1:iterable must not be null", () -> Pipeline.from((Iterable<Integer>) null)),
                refused("from", "items of 1:stream must not be null", () -> Pipeline.from((Stream<Integer>) null)),
                refused("from", "items of 1:iterator must not be null", () -> Pipeline.from((Iterator<Integer>) null)),
                refused("from", "port of 1:channel must not be null", () -> Pipeline.from((ReadPort<Integer>) null)),
                refused(
                        "from",
                        "supplier of 1:supplier must not be null",
                        () -> Pipeline.from((StepSupplier<Integer>) null)),
                refused(
                        "from",
                        "publisher of 1:publisher must not be null",
                        () -> Pipeline.from((Flow.Publisher<Integer>) null)),
                refused("map", "f of 3:map must not be null", () -> P.map(null)),
                refused("filter", "predicate of 3:filter must not be null", () -> P.filter(null)),
                refused("flatMap", "f of 3:flatMap must not be null", () -> P.flatMap(null)),
                refused("peek", "consumer of 3:peek must not be null", () -> P.peek(null)),
                refused(
                        "transduce",
                        "transducer of 3:transduce must not be null",
                        () -> P.transduce((Transducer<Integer, Integer>) null)),
                refused("scan", "init of 3:scan must not be null", () -> P.scan(null, (a, b) -> b)),
                refused("scan", "f of 3:scan must not be null", () -> P.scan(1, null)),
                refused("take", "n of 3:take must be >= 0, was -1", () -> P.take(-1)),
                refused("takeWhile", "predicate of 3:takeWhile must not be null", () -> P.takeWhile(null)),
                refused("drop", "n of 3:drop must be >= 0, was -1", () -> P.drop(-1)),
                refused("mapParallel", "n of 3:mapParallel must be > 0, was 0", () -> P.mapParallel(0, SAME)),
                refused("mapParallel", "f of 3:mapParallel must not be null", () -> P.mapParallel(1, null)),
                refused(
                        "mapParallelUnordered",
                        "n of 3:mapParallelUnordered must be > 0, was -2",
                        () -> P.mapParallelUnordered(-2, SAME)),
                refused(
                        "mapParallelUnordered",
                        "f of 3:mapParallelUnordered must not be null",
                        () -> P.mapParallelUnordered(1, null)),
                refused("mapBlocking", "n of 3:mapBlocking must be > 0, was 0", () -> P.mapBlocking(0, SAME)),
                refused("mapBlocking", "f of 3:mapBlocking must not be null", () -> P.mapBlocking(1, null)),
                refused(
                        "mapPartitioned",
                        "n of 3:mapPartitioned must be > 0, was 0",
                        () -> P.mapPartitioned(0, SAME, SAME)),
                refused(
                        "mapPartitioned",
                        "key of 3:mapPartitioned must not be null",
                        () -> P.mapPartitioned(1, null, SAME)),
                refused(
                        "mapPartitioned",
                        "f of 3:mapPartitioned must not be null",
                        () -> P.mapPartitioned(1, SAME, null)),
                refused(
                        "mapAsync",
                        "n of 3:mapAsync must be > 0, was 0",
                        () -> P.mapAsync(0, CompletableFuture::completedFuture)),
                refused("mapAsync", "f of 3:mapAsync must not be null", () -> P.mapAsync(1, null)),
                refused(
                        "mapAsyncUnordered",
                        "n of 3:mapAsyncUnordered must be > 0, was 0",
                        () -> P.mapAsyncUnordered(0, CompletableFuture::completedFuture)),
                refused(
                        "mapAsyncUnordered",
                        "f of 3:mapAsyncUnordered must not be null",
                        () -> P.mapAsyncUnordered(1, null)),
                refused("buffer", "buffer of 3:buffer must not be null", () -> P.buffer(null)),
                refused("batch", "n of 3:batch must be > 0, was 0", () -> P.batch(0)),
                refused("batch", "n of 3:batch must be > 0, was 0", () -> P.batch(0, SHORT)),
                refused("batch", "longest of 3:batch must be >= 0, was PT-0.001S", () -> P.batch(1, NEGATIVE)),
                refused("batch", "longest of 3:batch must not be null", () -> P.batch(1, null)),
                refused("window", "n of 3:window must be > 0, was 0", () -> P.window(0, 1)),
                refused("window", "step of 3:window must be 1 to 2, was 3", () -> P.window(2, 3)),
                refused("throttle", "n of 3:throttle must be > 0, was 0", () -> P.throttle(0, SHORT, 1)),
                refused(
                        "throttle",
                        "per of 3:throttle must be > 0 and less than centuries, was PT0S",
                        () -> P.throttle(1, Duration.ZERO, 1)),
                refused("throttle", "per of 3:throttle must not be null", () -> P.throttle(1, null, 1)),
                refused("throttle", "burst of 3:throttle must be > 0, was 0", () -> P.throttle(1, SHORT, 0)),
                refused("transform", "f of 3:transform must not be null", () -> P.transform(null)),
                refused("tap", "name of 3:tap must not be null", () -> P.tap(null)),
                refused("tap", "name of 3:tap must not be null", () -> P.tap(null, Channel.rendezvous())),
                refused("tap", "port of 3:tap must not be null", () -> P.tap("name", null)),
                refused("merge", "other of 3:merge must not be null", () -> P.merge(null)),
                refused("concat", "other of 3:concat must not be null", () -> P.concat(null)),
                refused("zip", "other of 3:zip must not be null", () -> P.zip(null, (a, b) -> a)),
                refused("zip", "f of 3:zip must not be null", () -> P.zip(P, null)),
                refused("broadcast", "3:broadcast must have a branch, has none", P::broadcast),
                refused("broadcast", "branch of 3:broadcast must not be null", () -> P.broadcast(END, null)),
                refused("broadcast", "end of a branch of 3:broadcast must not be null", () -> P.broadcast(p -> null)),
                refused("balance", "3:balance must have a branch, has none", P::balance),
                refused("balance", "branch of 3:balance must not be null", () -> P.balance(END, null)),
                refused("split", "predicate of 3:split must not be null", () -> P.split(null, END, END)),
                refused("split", "branch of 3:split must not be null", () -> P.split(x -> true, END, null)),
                refused("partition", "n of 3:partition must be > 0, was 0", () -> P.partition(0, SAME, END)),
                refused("partition", "key of 3:partition must not be null", () -> P.partition(1, null, END)),
                refused("partition", "branch of 3:partition must not be null", () -> P.partition(1, SAME, null)),
                refused("named", "name of 2:map must not be null", () -> P.named(null)),
                refused("onError", "policy of 2:map must not be null", () -> P.onError(null)),
                refused("retry", "times of 2:map must be >= 0, was -1", () -> P.retry(-1, Backoff.none())),
                refused("retry", "backoff of 2:map must not be null", () -> P.retry(1, null)),
                refused("timeout", "limit of 2:map must be > 0, was PT0S", () -> P.timeout(Duration.ZERO)),
                refused("timeout", "limit of 2:map must not be null", () -> P.timeout(null)),
                refused("to", "port of 3:channel must not be null", () -> P.to((WritePort<Integer>) null)),
                refused("to", "port of 3:channel must not be null", () -> P.to((WritePort<Integer>) null, false)),
                refused("to", "consumer of 3:consumer must not be null", () -> P.to((StepConsumer<Integer>) null)),
                refused(
                        "to",
                        "subscriber of 3:subscriber must not be null",
                        () -> P.to((Flow.Subscriber<Integer>) null)),
                refused(
                        "to",
                        "collector of 3:collector must not be null",
                        () -> P.to((Collector<Integer, ?, Integer>) null)),
                refused("reduce", "init of 3:reduce must not be null", () -> P.reduce(null, (a, b) -> a)),
                refused("reduce", "f of 3:reduce must not be null", () -> P.reduce(1, null)),
                refused(
                        "collectPartitioned",
                        "n of 3:collectPartitioned must be > 0, was 0",
                        () -> P.collectPartitioned(0, Collectors.toList())),
                refused(
                        "collectPartitioned",
                        "collector of 3:collectPartitioned must not be null",
                        () -> P.collectPartitioned(1, null)),
                refused(
                        "sink.named",
                        "name of 3:consumer must not be null",
                        () -> P.to(x -> {}).named(null)),
                refused(
                        "sink.onError",
                        "policy of 3:consumer must not be null",
                        () -> P.to(x -> {}).onError(null)),
                refused(
                        "sink.onProgress",
                        "every must be > 0, was PT0S",
                        () -> P.to(x -> {}).onProgress(Duration.ZERO, stats -> {})),
                refused(
                        "sink.onProgress",
                        "listener must not be null",
                        () -> P.to(x -> {}).onProgress(SHORT, null)),
                refused(
                        "sink.retry",
                        "times of 3:consumer must be >= 0, was -1",
                        () -> P.to(x -> {}).retry(-1, Backoff.none())),
                refused(
                        "sink.timeout",
                        "limit of 3:consumer must not be null",
                        () -> P.to(x -> {}).timeout(null)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("calls")
    void badArgument_isRefusedWithTheStepsName(String method, String message, Building building) {
        assertThatThrownBy(building::build).hasMessage(message);
    }

    /** A new method of the builder comes with its rows. */
    @Test
    void table_coversEveryMethodThatTakesSomething() {
        Set<String> listed = calls().map(call -> (String) call.get()[0]).collect(Collectors.toCollection(TreeSet::new));
        Set<String> built = Arrays.stream(Pipeline.class.getMethods())
                .filter(method -> method.getParameterCount() > 0)
                .filter(method ->
                        method.getReturnType() == Pipeline.class || method.getReturnType() == RunnablePipeline.class)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Arrays.stream(RunnablePipeline.class.getMethods())
                .filter(method -> method.getParameterCount() > 0 && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == RunnablePipeline.class)
                .forEach(method -> built.add("sink." + method.getName()));

        assertThat(listed).isEqualTo(built);
    }

    static Stream<Arguments> idleSteps() {
        return Stream.of(
                Arguments.of("2:async", (Function<Pipeline<Integer>, Pipeline<?>>) Pipeline::async),
                Arguments.of("2:buffer", (Function<Pipeline<Integer>, Pipeline<?>>) p -> p.buffer(Buffer.fixed(1))),
                Arguments.of("2:take", (Function<Pipeline<Integer>, Pipeline<?>>) p -> p.take(1)),
                Arguments.of("2:batch", (Function<Pipeline<Integer>, Pipeline<?>>) p -> p.batch(1)),
                Arguments.of("2:batch", (Function<Pipeline<Integer>, Pipeline<?>>) p -> p.batch(1, SHORT)),
                Arguments.of("2:merge", (Function<Pipeline<Integer>, Pipeline<?>>) p -> p.merge(P)),
                Arguments.of("2:tap a", (Function<Pipeline<Integer>, Pipeline<?>>) p -> p.tap("a")),
                Arguments.of(
                        "2:transform", (Function<Pipeline<Integer>, Pipeline<?>>) p -> p.transform((in, out) -> {})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("idleSteps")
    void optionThatWouldMeanNothing_isRefused(String label, Function<Pipeline<Integer>, Pipeline<?>> step) {
        Pipeline<?> built = step.apply(Pipeline.from(List.of(1)));

        assertThatIllegalStateException()
                .isThrownBy(() -> built.onError(ErrorPolicy.skip()))
                .withMessage("onError must follow a step that calls a function for each item, follows " + label);
        assertThatIllegalStateException()
                .isThrownBy(() -> built.retry(1, Backoff.none()))
                .withMessageEndingWith("follows " + label);
        assertThatIllegalStateException()
                .isThrownBy(() -> built.timeout(SHORT))
                .withMessage("timeout must follow a step that calls a function once for each item, follows " + label);
    }

    @Test
    void optionWithoutAStep_isRefused() {
        Pipeline<Integer> numbers = Pipeline.from(List.of(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> numbers.named("x"))
                .withMessage("named must follow a step, follows the source 1:iterable");
    }

    @Test
    void sourceThatCanBeDrawnOnce_isNotDrawnTwice() {
        Pipeline<Integer> stream = Pipeline.from(Stream.of(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.map(x -> x).merge(stream.filter(x -> true)))
                .withMessage("source 1:stream must be drawn once only, 3:merge would draw it twice: "
                        + "use an Iterable or a supplier");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> P.concat(stream).zip(P.merge(stream), (a, b) -> a))
                .withMessageStartingWith("source 1:stream must be drawn once only, 4:zip");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> stream.broadcast(branch -> branch.merge(stream).toList()))
                .withMessageStartingWith("source 1:stream must be drawn once only, 2:broadcast");
    }

    @Test
    void startOfABranch_cannotBeJoinedOrStarted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> P.broadcast(branch -> branch.merge(branch).toList()))
                .withMessage("other of 2:merge must have a source of its own, was the start of a branch");
        assertThatIllegalStateException()
                .isThrownBy(() -> P.broadcast(branch -> {
                    branch.toList().start();
                    return branch.toList();
                }))
                .withMessageStartingWith("branch must be started with the pipeline that it is part of");
    }

    @Test
    void cycle_isRefused() {
        Channel<Integer> channel = Channel.rendezvous();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.from(channel).map(x -> x).to(channel.writeOnly(), false))
                .withMessage("channel of 3:channel must not be that of a source, was that of 1:channel: a cycle");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> P.merge(Pipeline.from(channel.readOnly()))
                        .split(
                                x -> true,
                                Pipeline::toList,
                                branch -> branch.map(x -> x).to(channel)))
                .withMessage("channel of 4:split[1]/3:channel must not be that of a source, was that of "
                        + "3:merge/1:channel: a cycle");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.from(channel).tap("x", channel).toList())
                .withMessage("channel of 2:tap x must not be that of a source, was that of 1:channel: a cycle");
        Channel<Object> objects = Channel.rendezvous();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.from(objects)
                        .map(x -> x)
                        .onError(ErrorPolicy.deadLetter(objects))
                        .toList())
                .withMessageContaining("channel of 2:map must not be that of a source");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.from(objects).to(x -> {}).onError(ErrorPolicy.deadLetter(objects)))
                .withMessageContaining("channel of 2:consumer must not be that of a source");
    }

    @Test
    void channelOfATap_isNotThatOfASink_butMayBeThatOfOtherPlaces() throws Exception {
        Channel<Integer> channel = Channel.buffered(10);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> P.tap("x", channel).to(channel, false))
                .withMessageContaining("must not be closed while another step uses it, was that of 3:tap x");
        PipelineRun<?> run = P.partition(
                        2, x -> x, branch -> branch.tap("x", channel).to(x -> {}))
                .start();
        run.await(Ledger.LIMIT);
        assertThat(channel.closeAndDrain()).containsExactly(1);
    }

    @Test
    void iteratorOfTwoSources_isRefused() {
        Iterator<Integer> numbers = List.of(1, 2).iterator();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.from(numbers).merge(Pipeline.from(numbers)))
                .withMessage("source 1:iterator must be drawn once only, 2:merge would draw it twice: "
                        + "use an Iterable or a supplier");
    }

    @Test
    void channelOfTwoSinks_isNotClosedByOne() throws Exception {
        Channel<Integer> channel = Channel.buffered(10);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> P.broadcast(branch -> branch.to(channel), branch -> branch.to(channel, false)))
                .withMessage(
                        "channel of 3:broadcast[1]/2:channel must not be closed while another step uses it, was that of "
                                + "3:broadcast[0]/2:channel: use to(port, false) for sinks, and a channel of its own for a tap");
        PipelineRun<?> run = P.broadcast(branch -> branch.to(channel, false), branch -> branch.to(channel, false))
                .start();
        run.await(Ledger.LIMIT);
        assertThat(channel.closeAndDrain()).containsExactly(1, 1);
    }

    @Test
    void runnablePipeline_takesNoSecondSink() {
        assertThat(RunnablePipeline.class.getMethods())
                .extracting(Method::getName)
                .doesNotContain("to", "toList", "reduce", "map");
    }

    static Stream<Arguments> nullResults() {
        Pipeline<Integer> numbers = Pipeline.from(List.of(7));
        return Stream.of(
                Arguments.of("2:map", numbers.map(x -> null).toList()),
                Arguments.of(
                        "2:flatMap", numbers.flatMap(x -> (List<Integer>) null).toList()),
                Arguments.of(
                        "2:flatMap",
                        numbers.flatMap(x -> Collections.singletonList((Integer) null))
                                .toList()),
                Arguments.of("2:scan", numbers.scan(1, (a, b) -> null).toList()),
                Arguments.of(
                        "2:transduce",
                        numbers.transduce(Transducer.<Integer>identity().map(x -> (Integer) null))
                                .toList()),
                Arguments.of("2:mapParallel", numbers.mapParallel(2, x -> null).toList()),
                Arguments.of("2:mapBlocking", numbers.mapBlocking(2, x -> null).toList()),
                Arguments.of(
                        "2:mapPartitioned",
                        numbers.mapPartitioned(2, x -> null, x -> x).toList()),
                Arguments.of(
                        "2:mapPartitioned",
                        numbers.mapPartitioned(2, x -> x, x -> null).toList()),
                Arguments.of(
                        "2:mapAsync",
                        numbers.mapAsync(2, x -> (CompletionStage<Integer>) null)
                                .toList()),
                Arguments.of(
                        "2:mapAsync",
                        numbers.mapAsync(2, x -> CompletableFuture.completedFuture((Integer) null))
                                .toList()),
                Arguments.of("2:zip", numbers.zip(numbers, (a, b) -> null).toList()),
                Arguments.of("2:partition", numbers.partition(2, x -> null, Pipeline::toList)),
                Arguments.of("2:reduce", numbers.reduce(1, (a, b) -> null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nullResults")
    void nullResult_failsTheItem(String step, RunnablePipeline<?> pipeline) throws Exception {
        PipelineRun<?> run = pipeline.start();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withCauseInstanceOf(NullPointerException.class)
                .withMessageContaining("result must not be null: to let nothing through, use filter or flatMap")
                .satisfies(e -> assertThat(e.step()).isEqualTo(step));
        assertThat(run.stats()).allSatisfy(stats -> assertThat(stats.inFlight()).isZero());
    }
}
