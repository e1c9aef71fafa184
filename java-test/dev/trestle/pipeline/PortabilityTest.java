package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A definition can be sent to another JVM, or says why not. */
class PortabilityTest {
    private static final Pipeline<Integer> P = Pipeline.from(List.of(1, 2, 3)).map(x -> x + 1);

    static Stream<Arguments> culprits() {
        Object lock = new Object();
        Channel<Integer> channel = Channel.rendezvous();
        return Stream.of(
                Arguments.of("1:channel", Channel.class, Pipeline.from(channel).toList()),
                Arguments.of(
                        "1:supplier",
                        Object.class,
                        Pipeline.from(() -> lock.hashCode()).toList()),
                Arguments.of(
                        "1:iterable",
                        Object.class,
                        Pipeline.from(new ArrayList<>(List.of(lock))).toList()),
                Arguments.of(
                        "3:locked",
                        Object.class,
                        P.filter(x -> lock.hashCode() == 0).named("locked").toList()),
                Arguments.of(
                        "2:map",
                        Channel.class,
                        P.onError(ErrorPolicy.deadLetter(Channel.rendezvous())).toList()),
                Arguments.of(
                        "3:buffer",
                        Buffer.class,
                        P.buffer(Buffer.wrap(Buffer.fixed(1).unwrap())).toList()),
                Arguments.of("3:tap a", Channel.class, P.tap("a", channel).toList()),
                Arguments.of(
                        "3:merge/1:channel",
                        Channel.class,
                        P.merge(Pipeline.from(channel)).toList()),
                Arguments.of(
                        "3:zip/2:peek",
                        Object.class,
                        P.zip(Pipeline.from(List.of(1)).peek(x -> Objects.requireNonNull(lock)), Integer::sum)
                                .toList()),
                Arguments.of(
                        "3:broadcast[1]/2:map",
                        Object.class,
                        P.broadcast(
                                Pipeline::toList,
                                branch -> branch.map(x -> lock.hashCode()).toList())),
                Arguments.of("3:broadcast[0]/2:channel", Channel.class, P.broadcast(branch -> branch.to(channel))),
                Arguments.of(
                        "3:split",
                        Object.class,
                        P.split(x -> lock.hashCode() == x, Pipeline::toList, Pipeline::toList)),
                Arguments.of("3:channel", Channel.class, P.to(channel)),
                Arguments.of("3:consumer", Object.class, P.to(x -> {
                    int unused = lock.hashCode();
                })),
                Arguments.of("3:collector", Object.class, P.to(Collectors.toList())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("culprits")
    void culprit_isNamed(String step, Class<?> held, RunnablePipeline<?> pipeline) {
        assertThatIllegalStateException()
                .isThrownBy(pipeline::checkSerializable)
                .withMessageStartingWith("step must be serializable, " + step + " holds an object of ")
                .satisfies(e -> {
                    String name = e.getMessage().substring(e.getMessage().lastIndexOf(' ') + 1);
                    assertThat(held).isAssignableFrom(Class.forName(name));
                });
    }

    @Test
    void goodPipeline_isGivenBack() {
        assertThat(P.checkSerializable()).isSameAs(P);
    }

    @Test
    void definition_runsAfterItsJourney() throws Exception {
        RunnablePipeline<List<Object>> pipeline = P.conflate()
                .mapParallel(2, x -> x)
                .onError(ErrorPolicy.replace(0))
                .merge(Pipeline.from(List.of(1)).conflate())
                .take(0)
                .balance(
                        branch -> branch.toList(),
                        branch -> branch.reduce(0, Integer::sum).retry(1, Backoff.none()));
        RunnablePipeline<List<Integer>> other =
                P.concat(P).buffer(Buffer.fixed(2)).filter(x -> x > 2).toList();
        pipeline.checkSerializable();

        assertThat(sent(pipeline).start().await(Ledger.LIMIT)).containsExactly(List.of(), 0);
        assertThat(sent(other.checkSerializable()).start().await(Ledger.LIMIT)).containsExactly(3, 4, 3, 4);
        Ledger.nothingLeft();
    }

    private static <R> RunnablePipeline<R> sent(RunnablePipeline<R> pipeline) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(pipeline);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked") // it is a copy
            RunnablePipeline<R> copy = (RunnablePipeline<R>) in.readObject();
            return copy;
        }
    }
}
