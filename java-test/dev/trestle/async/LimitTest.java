package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class LimitTest {
    private static final int LIMIT = 1024;

    private final Channel<Integer> channel = Channel.rendezvous();

    @Test
    void fact7_oneTakeTooMany_isATypedFailure() {
        List<CompletableFuture<Integer>> waiting = takes();

        refused("takes", channel::take);
        refused("takes", () -> channel.take(Duration.ofSeconds(30)));
        refused("takes", channel::takeAsync);
        assertThat(channel.poll()).isEqualTo(new Taken.WouldBlock<>());

        channel.close();
        assertThat(CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void fact7_onePutTooMany_isATypedFailure() throws Exception {
        for (int i = 0; i < LIMIT; i++) {
            channel.putAsync(i);
        }

        refused("puts", () -> channel.put(-1));
        refused("puts", () -> channel.put(-1, Duration.ofSeconds(30)));
        refused("puts", () -> channel.putAsync(-1));
        assertThat(channel.offer(-1)).isEqualTo(Put.WOULD_BLOCK);

        for (int i = 0; i < LIMIT; i++) {
            assertThat(channel.take()).isEqualTo(i);
        }
        assertThat(channel.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void fact7_blockedThreads_reachTheLimitToo() throws Exception {
        List<Running> takers = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            takers.add(Running.start(() -> assertThat(channel.take()).isNull()));
        }
        Waiting.takes(channel, LIMIT);

        refused("takes", channel::take);

        channel.close();
        for (Running taker : takers) {
            taker.join();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void fact7_virtualThreads_reachTheLimitToo() throws Exception {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        CountDownLatch ended = new CountDownLatch(LIMIT);
        for (int i = 0; i < LIMIT; i++) {
            int value = i;
            Runnable body = () -> {
                try {
                    channel.put(value);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    ended.countDown();
                }
            };
            start.invoke(null, body);
        }
        Waiting.puts(channel, LIMIT);

        refused("puts", () -> channel.put(-1));

        assertThat(channel.closeAndDrain()).hasSize(LIMIT).doesNotContain(-1).doesNotHaveDuplicates();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void fact7_afterARefusal_theChannelIsUsable() throws Exception {
        List<CompletableFuture<Integer>> waiting = takes();
        refused("takes", channel::takeAsync);

        Running putter = Running.start(() -> {
            for (int i = 0; i < LIMIT; i++) {
                assertThat(channel.put(i)).isTrue();
            }
        });
        putter.join();

        for (int i = 0; i < LIMIT; i++) {
            assertThat(waiting.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
        }
    }

    @Test
    void withdrawnWaits_doNotCount() throws Exception {
        for (int i = 0; i < 3 * LIMIT; i++) {
            assertThat(channel.takeAsync().cancel(true)).isTrue();
            assertThat(channel.putAsync(i).cancel(true)).isTrue();
        }

        List<CompletableFuture<Integer>> waiting = takes();
        waiting.get(LIMIT / 2).cancel(true);

        CompletableFuture<Integer> last = channel.takeAsync();
        refused("takes", channel::takeAsync);
        channel.close();
        assertThat(last).succeedsWithin(Duration.ofSeconds(30)).isNull();
    }

    private List<CompletableFuture<Integer>> takes() {
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            waiting.add(channel.takeAsync());
        }
        return waiting;
    }

    private void refused(String what, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(TooManyWaitersException.class)
                .hasMessageStartingWith("waiting " + what + " must be <= 1024 in Channel@")
                .hasMessageContaining("dropping or sliding buffer")
                .hasCauseInstanceOf(AssertionError.class);
    }
}
