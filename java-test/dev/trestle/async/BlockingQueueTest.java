package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BlockingQueueTest {
    /** What one operation does to a queue: its answer, or the class of what it throws. */
    private static Object act(BlockingQueue<Integer> queue, int operation, int value) {
        try {
            return switch (operation) {
                case 0 -> queue.offer(value);
                case 1 -> queue.offer(value, 1, TimeUnit.MICROSECONDS);
                case 2 -> queue.add(value);
                case 3 -> "polled " + queue.poll();
                case 4 -> "polled " + queue.poll(1, TimeUnit.MICROSECONDS);
                case 5 -> queue.remove();
                case 6 -> queue.size();
                case 7 -> queue.isEmpty();
                case 8 -> queue.remainingCapacity();
                case 9 -> {
                    List<Integer> drained = new ArrayList<>();
                    yield queue.drainTo(drained, value % 4) + " " + drained;
                }
                case 10 -> queue.offer(Untyped.<Integer>nothing());
                case 11 -> queue.offer(value, -1, TimeUnit.DAYS);
                case 12 -> queue.addAll(List.of(value, value));
                default -> {
                    if (value % 10 == 0) {
                        queue.clear();
                    }
                    yield "";
                }
            };
        } catch (Exception e) {
            return e.getClass();
        }
    }

    @RepeatedTest(20)
    void view_behavesAsTheJdksOwn(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        BlockingQueue<Integer> jdk = new ArrayBlockingQueue<>(3);
        BlockingQueue<Integer> ours = Channel.<Integer>buffered(3).asBlockingQueue();

        for (int i = 0; i < 500; i++) {
            int operation = random.nextInt(14);
            assertThat(act(ours, operation, i))
                    .as("operation %d at %d", operation, i)
                    .isEqualTo(act(jdk, operation, i));
        }
    }

    @Test
    void view_ofAClosedChannel_saysSo() throws Exception {
        Channel<Integer> channel = Channel.buffered(2);
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        queue.put(1);
        channel.close();

        assertThat(queue.offer(2)).isFalse();
        assertThat(queue.remainingCapacity()).isZero();
        assertThatThrownBy(() -> queue.put(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("channel must be open for a put, was closed");
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.poll(1, TimeUnit.DAYS)).isNull();
        assertThatThrownBy(queue::take).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void view_refusesToLookWithoutTaking() {
        BlockingQueue<Integer> queue = Channel.<Integer>buffered(1).asBlockingQueue();

        assertThatThrownBy(queue::peek).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(queue::iterator).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> queue.contains(1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.toString()).startsWith("BlockingQueue[Channel@");
    }

    @Test
    void view_ofDroppingAndRendezvousChannels_tellsItsRoom() {
        assertThat(Channel.create(Buffer.dropping(1)).asBlockingQueue().remainingCapacity())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(Channel.rendezvous().asBlockingQueue().remainingCapacity()).isZero();
    }

    @Test
    void view_servesAThreadPool() throws Exception {
        CountDownLatch ran = new CountDownLatch(100);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.MINUTES, Channel.<Runnable>buffered(100).asBlockingQueue());
        for (int i = 0; i < 100; i++) {
            pool.execute(ran::countDown);
        }

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
}
