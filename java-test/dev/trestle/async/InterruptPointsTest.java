package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.testing.Blocked;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method that waits, interrupted before it waits and while it does. */
class InterruptPointsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    /** A call that waits in a channel, which is full if it puts and empty if it takes. */
    private record Point(boolean takes, Function<Channel<Integer>, Callable<?>> call) {
        Channel<Integer> channel() {
            Channel<Integer> channel = Channel.buffered(1);
            if (!takes) {
                channel.offer(0);
            }
            return channel;
        }
    }

    /** Those that declare the exception. A method that is missing here fails a test below. */
    private static final Map<String, Point> DECLARED = new TreeMap<>(Map.of(
            "ReadPort.take()", taking(channel -> channel::take),
            "ReadPort.take(Duration)", taking(channel -> () -> channel.take(LONG)),
            "WritePort.put(Object)", putting(channel -> () -> channel.put(1)),
            "WritePort.put(Object,Duration)", putting(channel -> () -> channel.put(1, LONG)),
            "WritePort.putAll(Iterable)", putting(channel -> () -> channel.putAll(List.of(1, 2))),
            "Builder.select()",
                    taking(channel -> () -> Select.<Object>builder()
                            .take(channel, value -> value)
                            .timeout(LONG, () -> "late")
                            .select()),
            "Select.select()",
                    putting(channel -> () -> Select.<Object>builder()
                            .put(channel, 1, ok -> ok)
                            .build()
                            .select())));

    /** Those of the JDK's interfaces: the queue's declare it, the others restore the flag. */
    private static final Map<String, Point> INHERITED = new TreeMap<>(Map.of(
            "BlockingQueue.take", taking(channel -> queue(channel)::take),
            "BlockingQueue.poll", taking(channel -> () -> queue(channel).poll(5, TimeUnit.MINUTES)),
            "BlockingQueue.put",
                    putting(channel -> () -> {
                        queue(channel).put(1);
                        return null;
                    }),
            "BlockingQueue.offer", putting(channel -> () -> queue(channel).offer(1, 5, TimeUnit.MINUTES)),
            "Iterator.hasNext", taking(channel -> channel.iterator()::hasNext),
            "Iterator.next", taking(channel -> channel.iterator()::next),
            "Stream.toList", taking(channel -> channel.stream()::toList)));

    private static Point taking(Function<Channel<Integer>, Callable<?>> call) {
        return new Point(true, call);
    }

    private static Point putting(Function<Channel<Integer>, Callable<?>> call) {
        return new Point(false, call);
    }

    private static BlockingQueue<Integer> queue(Channel<Integer> channel) {
        return channel.asBlockingQueue();
    }

    static Stream<String> names() {
        return Stream.concat(DECLARED.keySet().stream(), INHERITED.keySet().stream());
    }

    private static Point point(String name) {
        Point point = DECLARED.get(name);
        return point != null ? point : INHERITED.get(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void interruptedWhileItWaits_endsAndLeavesNothing(String name) throws Exception {
        Point point = point(name);
        Channel<Integer> channel = point.channel();
        Blocked<?> waiting = Blocked.on(point.call.apply(channel));

        Throwable thrown = waiting.interrupt().failure();

        check(name, thrown, waiting.flag());
        assertThat(Waiting.count(channel, "take-count")).isZero();
        assertThat(Waiting.count(channel, "put-count")).isZero();
        untouched(point, channel);
    }

    @ParameterizedTest
    @MethodSource("names")
    void interruptedBefore_endsAndTouchesNothing(String name) throws Exception {
        Point point = point(name);
        Channel<Integer> channel = point.channel();
        Throwable thrown = null;

        Thread.currentThread().interrupt();
        try {
            point.call.apply(channel).call();
        } catch (Exception e) {
            thrown = e;
        }

        check(name, thrown, Thread.interrupted());
        untouched(point, channel);
    }

    /** Declared: thrown, and the flag is cleared, as everywhere in the JDK. Else the flag is restored. */
    private static void check(String name, Throwable thrown, boolean flag) {
        if (name.startsWith("Iterator") || name.startsWith("Stream")) {
            assertThat(thrown).isInstanceOf(CompletionException.class).hasCauseInstanceOf(InterruptedException.class);
            assertThat(flag).isTrue();
        } else {
            assertThat(thrown).isInstanceOf(InterruptedException.class);
            assertThat(flag).isFalse();
        }
    }

    /** What a taker would have lost is still there, and what a putter did not put is not. */
    private static void untouched(Point point, Channel<Integer> channel) throws Exception {
        if (point.takes) {
            assertThat(channel.put(7)).isTrue();
            assertThat(channel.take()).isEqualTo(7);
        } else {
            assertThat(channel.closeAndDrain()).containsExactly(0);
        }
    }

    @Test
    void everyMethodThatDeclaresTheException_isTested() throws Exception {
        assertThat(declaring()).containsExactlyElementsOf(DECLARED.keySet());
    }

    /** A queue's own methods, which this package implements, are those that the JDK says wait. */
    @Test
    void everyWaitingMethodOfTheQueue_isTested() {
        List<String> waiting = Arrays.stream(BlockingQueue.class.getMethods())
                .filter(InterruptPointsTest::declares)
                .map(method -> "BlockingQueue." + method.getName())
                .sorted()
                .toList();

        assertThat(INHERITED.keySet()).containsAll(waiting);
    }

    private static List<String> declaring() throws IOException, ClassNotFoundException {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("java-test/dev/trestle/public-types.txt"))) {
            if (line.startsWith("dev.trestle.async.")) {
                collect(Class.forName(line.strip()), found);
            }
        }
        return found.stream().sorted().toList();
    }

    private static void collect(Class<?> type, List<String> found) {
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && declares(method)) {
                String parameters = String.join(
                        ",",
                        Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .toList());
                found.add(type.getSimpleName() + "." + method.getName() + "(" + parameters + ")");
            }
        }
    }

    private static boolean declares(Method method) {
        return List.of(method.getExceptionTypes()).contains(InterruptedException.class);
    }
}
