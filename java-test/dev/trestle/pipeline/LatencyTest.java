package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.async.Channel;
import dev.trestle.testing.NothingLeft;
import dev.trestle.testing.OwnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long an item that comes alone takes through three boundaries, beside three threads that hand it on by channels. */
class LatencyTest {
    private static final int HOPS = 3;
    private static final int ITEMS = 400;
    private static final long SLACK = Duration.ofMillis(1).toNanos();

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private final Channel<Long> in = Channel.rendezvous();

    @Test
    void loneItem_isAsFastAsThroughChannelsByHand() throws Exception {
        Channel<Long> out = Channel.rendezvous();
        PipelineRun<?> run = Pipeline.from(in)
                .async()
                .map(x -> x + 1)
                .async()
                .map(x -> x + 1)
                .async()
                .map(x -> x + 1)
                .to(out)
                .start();

        long pipelined = median(in, out);
        run.close();
        long byHand = medianByHand();

        // a pipeline that waited for more, however short, would do so at each boundary
        assertThat(pipelined).isLessThan(3 * byHand + SLACK);
        assertThat(OwnThreads.named("trestle-pipeline")).isEmpty();
    }

    private long medianByHand() throws InterruptedException {
        Channel<Long> first = Channel.buffered(4);
        Channel<Long> from = first;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i <= HOPS; i++) { // as many as the pipeline has: its source is one
            Channel<Long> taken = from;
            Channel<Long> to = i == HOPS ? Channel.rendezvous() : Channel.buffered(4);
            threads.add(new Thread(() -> {
                try {
                    for (Long item = taken.take(); item != null; item = taken.take()) {
                        to.put(item + 1);
                    }
                } catch (InterruptedException e) {
                    // the test is over
                }
            }));
            from = to;
        }
        threads.forEach(Thread::start);
        long median = median(first, from);
        threads.forEach(Thread::interrupt);
        return median;
    }

    private static long median(Channel<Long> in, Channel<Long> out) throws InterruptedException {
        long[] nanos = new long[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            long start = System.nanoTime();
            in.put((long) i);
            assertThat(out.take()).isNotNull();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[ITEMS / 2];
    }
}
