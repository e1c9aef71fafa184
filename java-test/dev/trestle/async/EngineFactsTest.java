package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.AFn;
import clojure.lang.IFn;
import com.sun.management.ThreadMXBean;
import dev.trestle.collection.Transducer;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import dev.trestle.testing.ClojureCode;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What core.async does that a wrapper must know, and what the facades make of it. */
class EngineFactsTest {
    private static final IFn TAKE = Vars.load("clojure.core.async", "take!");
    private static final IFn BLOCKING_TAKE = Vars.load("clojure.core.async", "<!!");
    private static final IFn BLOCKING_PUT = Vars.load("clojure.core.async", ">!!");

    @Test
    void fact3_aJavaFunction_canBeACallback() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        CountDownLatch called = new CountDownLatch(1);
        Consumer<Object> callback = value -> called.countDown();

        TAKE.invoke(channel, Functions.ofConsumer(callback));
        channel.put(1);

        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** The control: core.async puts metadata on a callback, and not every function can carry it. */
    @Test
    void fact3_aPlainAFn_cannot() {
        Channel<Integer> channel = Channel.rendezvous();

        assertThatThrownBy(() -> TAKE.invoke(channel, new AFn() {})).isInstanceOf(ClassCastException.class);
    }

    @Test
    void fact6_aTransducerRunsOnTheThreadThatPuts() throws Exception {
        Object naming = ClojureCode.eval("(map (fn [_] (Thread/currentThread)))");
        Transduced<Integer, Thread> ends = Channel.transduced(Buffer.fixed(1), Transducer.wrap(naming));

        ends.in().put(1);

        assertThat(ends.out().take()).isSameAs(Thread.currentThread());
    }

    @Test
    void fact10_acceptedMeansHeld_notDelivered() throws Exception {
        Channel<Integer> channel = Channel.buffered(1);

        assertThat(channel.put(1)).isTrue();

        assertThat(channel.stats().size()).isEqualTo(1);
    }

    @Test
    void fact10_droppingAndPromiseChannels_acceptWhatTheyDrop() throws Exception {
        Channel<Integer> dropping = Channel.create(Buffer.dropping(1));
        Channel<Integer> promise = Channel.promise();

        for (Channel<Integer> channel : List.of(dropping, promise)) {
            assertThat(channel.put(1)).isTrue();
            assertThat(channel.put(2)).isTrue();
            assertThat(channel.closeAndDrain()).containsExactly(1);
        }
    }

    @Test
    void fact11_clojuresWayToARendezvous_isNoArgument() {
        assertThatThrownBy(() -> ClojureCode.call("clojure.core.async/chan", 0)).isInstanceOf(AssertionError.class);
        assertThat(Channel.<Integer>rendezvous().offer(1)).isEqualTo(Put.WOULD_BLOCK);
    }

    /** The control: another clause wins while alts is still asking, and then a closed channel is asked. */
    @Test
    void fact12_altsLosesAValue_ifAClosedChannelAnswersAPutAfterAnotherClauseHasWon() throws Exception {
        Channel<Object> first = Channel.rendezvous();
        Channel<Object> closed = Channel.rendezvous();
        closed.close();

        Object answer = ClojureCode.call(
                "(fn [first between closed]"
                        + " (clojure.core.async/alts!! [first [between :b] [closed :c]] :priority true))",
                first,
                offering(first),
                closed);

        assertThat(((List<?>) answer).get(0)).isEqualTo(false);
        assertThat(first.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void fact12_selectCountsAnAnswerOnlyIfItsClauseHasWon() throws Exception {
        Channel<Object> first = Channel.rendezvous();

        Object answer = Select.builder()
                .take(first, value -> value)
                .put(WritePort.wrap(answeringAfter(first)), "b", accepted -> accepted)
                .priority()
                .select();

        assertThat(answer).isEqualTo("won");
    }

    /** A port that puts to a channel when it is asked to put, and then lets its own put wait. */
    private static Object offering(Channel<Object> channel) {
        return port(channel, "nil");
    }

    /** The same, but it answers its own put, as a channel does that was closed in between. */
    private static Object answeringAfter(Channel<Object> channel) {
        return port(channel, "(clojure.core.async.impl.channels/box false)");
    }

    private static Object port(Channel<Object> channel, String answer) {
        return ClojureCode.call(
                "(fn [ch] (reify clojure.core.async.impl.protocols/WritePort"
                        + " (put! [_ _ _] (clojure.core.async/offer! ch \"won\") " + answer + ")"
                        + " clojure.core.async.impl.protocols/Channel (close! [_]) (closed? [_] false)))",
                channel);
    }

    @Test
    void fact19_aFacadesOperation_allocatesNoMoreThanTheEngines() throws Exception {
        Channel<Object> channel = Channel.buffered(8);
        Object raw = channel.unwrap();

        long engine = 0;
        long facade = 0;
        for (int round = 0; round < 3; round++) { // the last round counts: the others compile
            engine = bytes(() -> {
                BLOCKING_PUT.invoke(raw, 1);
                BLOCKING_TAKE.invoke(raw);
            });
            facade = bytes(() -> {
                channel.put(1);
                channel.take();
            });
        }

        assertThat(facade).isPositive().isLessThanOrEqualTo(engine);
    }

    private static long bytes(Running.Body pair) throws Exception {
        ThreadMXBean threads = Calls.cast(ManagementFactory.getThreadMXBean());
        int pairs = 20_000;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < pairs; i++) {
            pair.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / pairs;
    }
}
