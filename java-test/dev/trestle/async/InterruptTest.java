package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.IFn;
import dev.trestle.internal.Vars;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class InterruptTest {
    @Test
    void fact1_anInterruptedTakeLeavesTheNextValueToOthers() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Running taker = Running.start(() -> assertThatThrownBy(channel::take).isInstanceOf(InterruptedException.class));
        Waiting.takes(channel, 1);

        taker.interrupt();
        taker.join();

        Running putter = Running.start(() -> channel.put(1));
        assertThat(channel.take()).isEqualTo(1);
        putter.join();
    }

    /** The control: what core.async itself does, and why its blocking functions are not used. */
    @Test
    void fact1_anInterruptedTakeOfTheEngine_swallowsTheNextValue() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        IFn engineTake = Vars.load("clojure.core.async", "<!!");
        Running taker = Running.start(() ->
                assertThatThrownBy(() -> engineTake.invoke(channel.unwrap())).isInstanceOf(InterruptedException.class));
        Waiting.takes(channel, 1);

        taker.interrupt();
        taker.join();

        assertThat(channel.offer(1)).isEqualTo(Put.ACCEPTED);
        assertThat(channel.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void fact1_anInterruptedPutIsNotDelivered() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Running putter =
                Running.start(() -> assertThatThrownBy(() -> channel.put(1)).isInstanceOf(InterruptedException.class));
        Waiting.puts(channel, 1);

        putter.interrupt();
        putter.join();

        channel.close();
        assertThat(channel.take()).isNull();
    }

    @Test
    void interruptedWaits_leaveNothingInTheChannel() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Running taker = Running.start(() -> assertThatThrownBy(channel::take).isInstanceOf(InterruptedException.class));
        Waiting.takes(channel, 1);
        taker.interrupt();
        taker.join();
        assertThat(Waiting.count(channel, "take-count")).isZero();

        Running putter =
                Running.start(() -> assertThatThrownBy(() -> channel.put(1)).isInstanceOf(InterruptedException.class));
        Waiting.puts(channel, 1);
        putter.interrupt();
        putter.join();
        assertThat(Waiting.count(channel, "put-count")).isZero();
    }

    @Test
    void interruptedBefore_throwsAndTouchesNothing() throws Exception {
        Channel<Integer> channel = Channel.buffered(2);
        channel.put(1);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> channel.put(2)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(channel::take).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        assertThat(channel.take()).isEqualTo(1);
        channel.close();
        assertThat(channel.take()).isNull();
    }

    @Test
    void iterator_interrupted_keepsTheFlagAndTakesNothing() throws Exception {
        Channel<Integer> channel = Channel.buffered(1);
        channel.put(1);
        var iterator = channel.iterator();

        Thread.currentThread().interrupt();
        assertThatThrownBy(iterator::hasNext)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(iterator.next()).isEqualTo(1);
    }

    @RepeatedTest(3)
    void storm_onRendezvous_losesAndDoublesNothing() throws Exception {
        storm(Channel.rendezvous(), 100_000);
    }

    @RepeatedTest(3)
    void storm_onBuffered_losesAndDoublesNothing() throws Exception {
        storm(Channel.buffered(2), 100_000);
    }

    /** Each value is put until its put says that it was accepted; every accepted value, and no other, must come out. */
    private static void storm(Channel<Long> channel, long values) throws Exception {
        AtomicLong next = new AtomicLong();
        LongAdder interrupts = new LongAdder();
        List<Running> putters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            putters.add(Running.start(() -> {
                for (long value = next.incrementAndGet(); value <= values; value = next.incrementAndGet()) {
                    while (true) {
                        try {
                            assertThat(channel.put(value)).isTrue();
                            break;
                        } catch (InterruptedException e) {
                            interrupts.increment();
                        }
                    }
                }
            }));
        }
        List<List<Long>> taken = new ArrayList<>();
        List<Running> takers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<Long> mine = new ArrayList<>();
            taken.add(mine);
            takers.add(Running.start(() -> {
                while (true) {
                    try {
                        Long value = channel.take();
                        if (value == null) {
                            return;
                        }
                        mine.add(value);
                    } catch (InterruptedException e) {
                        interrupts.increment();
                    }
                }
            }));
        }
        AtomicBoolean over = new AtomicBoolean();
        Running storm = Running.start(() -> {
            while (!over.get()) {
                int i = ThreadLocalRandom.current().nextInt(6);
                (i < 3 ? putters.get(i) : takers.get(i - 3)).interrupt();
                for (int spin = 0; spin < 5000; spin++) {
                    Thread.onSpinWait();
                }
            }
        });

        for (Running putter : putters) {
            putter.join();
        }
        channel.close();
        for (Running taker : takers) {
            taker.join();
        }
        over.set(true);
        storm.join();

        List<Long> all = new ArrayList<>();
        taken.forEach(all::addAll);
        all.sort(null);
        assertThat(all.size()).isEqualTo((int) values);
        for (int i = 0; i < values; i++) {
            if (all.get(i) != i + 1) {
                throw new AssertionError("value " + (i + 1) + " must come out once, got " + all.get(i));
            }
        }
        assertThat(interrupts.sum()).isPositive();
    }
}
