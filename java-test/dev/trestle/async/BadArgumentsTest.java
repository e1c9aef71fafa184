package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.trestle.collection.Transducer;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.Uncaught;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** core.async asserts; a Java caller must never see an {@code AssertionError} of it, whatever is passed. */
class BadArgumentsTest {
    private static final Transducer<Integer, Integer> SAME = Transducer.identity();
    private static final Map<String, ThrowingCallable> CALLS = calls();

    private static <T> T nothing() {
        return Untyped.nothing();
    }

    private static Channel<Integer> channel() {
        return Channel.buffered(1);
    }

    private static Channel<Integer> closed() {
        Channel<Integer> channel = channel();
        channel.close();
        return channel;
    }

    private static Map<String, ThrowingCallable> calls() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("put nil", () -> channel().put(nothing()));
        calls.put("put nil in time", () -> channel().put(nothing(), Duration.ZERO));
        calls.put("put nil async", () -> channel().putAsync(nothing()));
        calls.put("offer nil", () -> channel().offer(nothing()));
        calls.put("put nil to a closed channel", () -> closed().put(nothing()));
        calls.put("put nil to a view", () -> channel().writeOnly().offer(nothing()));
        calls.put("put nil to a promise", () -> Channel.promise().offer(nothing()));
        calls.put(
                "put nil to an adopted channel",
                () -> adopted("(chan (dropping-buffer 1))").offer(nothing()));
        calls.put("putAll nil", () -> channel().putAll(Collections.singletonList(nothing())));
        calls.put("queue nil", () -> channel().asBlockingQueue().add(nothing()));
        calls.put("select put nil", () -> Select.builder().put(channel(), nothing(), ok -> ok));
        calls.put(
                "select putFrom nil",
                () -> Select.builder()
                        .putFrom(channel(), () -> nothing(), ok -> ok)
                        .select());
        calls.put(
                "select put nil to a closed channel",
                () -> Select.builder()
                        .putFrom(closed(), () -> nothing(), ok -> ok)
                        .select());
        calls.put("select of nothing", () -> Select.builder().select());
        calls.put("select one channel twice", () -> {
            Channel<Integer> twice = channel();
            Select.builder().take(twice, n -> n).put(twice, 1, ok -> ok).select();
        });
        calls.put("buffer of none", () -> Buffer.fixed(0));
        calls.put("buffer of less than none", () -> Buffer.sliding(-1));
        calls.put("dropping buffer of none", () -> Channel.create(Buffer.dropping(0)));
        calls.put("no buffer", () -> Channel.create(nothing()));
        calls.put("transducer without a buffer", () -> Channel.create(nothing(), SAME));
        calls.put("no transducer", () -> Channel.create(Buffer.fixed(1), nothing()));
        calls.put("no handler", () -> Channel.create(Buffer.fixed(1), SAME, nothing()));
        calls.put("wrap nil", () -> Channel.wrap(null));
        calls.put("mult of nil", () -> Mult.of(nothing()));
        calls.put("tap nil", () -> Mult.of(channel()).tap(nothing()));
        calls.put("untap nil", () -> Mult.of(channel()).untap(nothing()));
        calls.put("mix of nil", () -> Mix.of(nothing()));
        calls.put("admix nil", () -> Mix.of(channel()).admix(nothing()));
        calls.put("unmix nil", () -> Mix.of(channel()).unmix(nothing()));
        calls.put("toggle nil", () -> Mix.of(channel()).toggle(nothing(), Mix.Mode.MUTE, true));
        calls.put("toggle a mode nil", () -> Mix.of(channel()).toggle(channel(), nothing(), true));
        calls.put("toggle to nil", () -> {
            Map<Mix.Mode, Boolean> modes = new HashMap<>();
            modes.put(Mix.Mode.MUTE, null);
            Mix.of(channel()).toggle(Map.of(channel(), modes));
        });
        calls.put("toggle modes nil", () -> {
            Map<Channel<Integer>, Map<Mix.Mode, Boolean>> states = new HashMap<>();
            states.put(channel(), null);
            Mix.of(channel()).toggle(states);
        });
        calls.put("solo-mode solo", () -> Mix.of(channel()).soloMode(Mix.Mode.SOLO));
        calls.put("solo-mode nil", () -> Mix.of(channel()).soloMode(nothing()));
        calls.put("pub of nil", () -> Publication.of(nothing(), n -> n));
        calls.put("pub by nil", () -> Publication.of(channel(), nothing()));
        calls.put("sub nil", () -> Publication.of(channel(), n -> n).sub(1, nothing()));
        calls.put("sub with a used buffer", () -> {
            Buffer used = Buffer.wrap(ClojureCode.eval("(require 'clojure.core.async) (clojure.core.async/buffer 1)"));
            Channel.create(used);
            Publication.of(channel(), n -> n, topic -> used).sub(1, channel());
        });
        calls.put("merge nil", () -> Channels.merge(nothing()));
        calls.put("merge with a nil", () -> Channels.merge(Arrays.asList(channel(), null)));
        calls.put("split nil", () -> Channels.split(n -> true, nothing()));
        calls.put("map nil", () -> Channels.map(n -> n, Arrays.asList(channel(), null)));
        calls.put("take less than none", () -> Channels.take(-1, channel()));
        calls.put("into no collection", () -> Channels.into(new ArrayList<>(), channel()));
        calls.put("into no map", () -> Channels.into(new HashMap<Integer, Integer>(), nothing()));
        calls.put("pipeline of none", () -> Channels.pipeline(0, channel(), SAME, channel()));
        calls.put("pipelineBlocking of none", () -> Channels.pipelineBlocking(-1, channel(), SAME, channel()));
        calls.put(
                "pipelineAsync of none",
                () -> Channels.<Integer, Integer>pipelineAsync(0, channel(), (n, out) -> {}, channel()));
        calls.put("timeout of less than none", () -> Channels.timeout(Duration.ofMillis(-1)));
        calls.put("take for less than none", () -> channel().take(Duration.ofNanos(-1)));
        calls.put("drain less than none", () -> channel().drainTo(new ArrayList<>(), -1));
        return calls;
    }

    private static Channel<Object> adopted(String code) {
        return Channel.wrap(ClojureCode.eval("(require '[clojure.core.async :refer [chan dropping-buffer]]) " + code));
    }

    static Stream<String> names() {
        return CALLS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isRefusedWithATypeOfJavas(String name) throws Exception {
        List<Throwable> heard = Uncaught.during(() -> assertThat(catchThrowable(CALLS.get(name)))
                .isInstanceOfAny(
                        NullPointerException.class, IllegalArgumentException.class, IllegalStateException.class)
                .message()
                .isNotBlank());

        assertThat(heard).isEmpty();
    }

    @Test
    void nilFromUserCode_isANullPointerExceptionToo() throws Exception {
        Channel<Integer> target = Channel.buffered(4);

        assertThat(Channels.ontoChannel(target, Collections.singletonList(nothing())))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NullPointerException.class);
        List<Throwable> heard = Uncaught.during(() -> {
            Channel<Integer> transduced =
                    Channel.create(Buffer.fixed(2), SAME.map(n -> n == 1 ? BadArgumentsTest.<Integer>nothing() : n));
            assertThat(transduced.putAll(List.of(1, 2))).isEqualTo(2);
            assertThat(transduced.take()).isEqualTo(2);
            Channel<Integer> mapped = Channels.map(n -> n == 1 ? nothing() : n, Channels.toChannel(List.of(1, 2)));
            assertThat(mapped.take()).isEqualTo(2);
        });

        assertThat(heard).hasSize(2).hasOnlyElementsOfType(NullPointerException.class);
    }

    @Test
    void timeoutOfAges_isNoOverflow() {
        assertThat(Channels.timeout(Duration.ofSeconds(Long.MAX_VALUE)).poll()).isEqualTo(new Taken.WouldBlock<>());
    }
}
