package dev.trestle.pipeline;

import dev.trestle.async.Channel;
import dev.trestle.async.Taken;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The core.async channel between two segments. It is closed by its last producer when there is no more, or by its consumer
 * when that wants no more: then the consumer drains it, and what comes later is refused.
 */
@NullMarked
final class Boundary {
    static final int SLOTS = 4;

    final Channel<Chunk> channel = Channel.buffered(SLOTS);
    private final AtomicInteger producers = new AtomicInteger();
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean refusing;
    private volatile @Nullable Segment producer;

    void producedBy(Segment segment) {
        producers.incrementAndGet();
        producer = segment;
    }

    /** Only the thread's own run interrupts it, and then halts the segment first: any other interrupt means nothing here. */
    boolean put(Chunk chunk, Segment from) {
        queued.incrementAndGet();
        while (!refusing && !from.isHalted()) {
            try {
                if (channel.put(chunk)) {
                    return true;
                }
                break;
            } catch (InterruptedException e) {
                // halted, or nothing of ours
            }
        }
        queued.decrementAndGet();
        return false;
    }

    /** Null when there is no more, or the taking segment is halted. */
    @Nullable
    Chunk take(Segment by) {
        while (!by.isHalted()) {
            try {
                Chunk chunk = channel.take();
                if (chunk != null) {
                    queued.decrementAndGet();
                }
                return chunk;
            } catch (InterruptedException e) {
                // halted, or nothing of ours
            }
        }
        return null;
    }

    /** One of the producers has no more. */
    void complete() {
        if (producers.decrementAndGet() == 0) {
            channel.close();
        }
    }

    /** The consumer wants no more. Its producers learn it now, not when they put next. */
    void refuse() {
        if (!refusing) {
            refusing = true;
            channel.close();
            Segment upstream = producer;
            if (upstream != null) {
                upstream.outletRefuses();
            }
        }
    }

    boolean isRefusing() {
        return refusing;
    }

    /** Takes out what is left, when closed. Puts that still wait are accepted by that. */
    long drain() {
        long items = 0;
        while (channel.poll() instanceof Taken.Value<Chunk> chunk) {
            queued.decrementAndGet();
            items += chunk.value().seal();
        }
        return items;
    }

    int queued() {
        return Math.max(0, queued.get());
    }
}
