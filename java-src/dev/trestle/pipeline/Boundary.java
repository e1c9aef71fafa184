package dev.trestle.pipeline;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.async.ReadPort;
import dev.trestle.async.Select;
import dev.trestle.async.Taken;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The core.async channel between two segments: of chunks, or of plain items if the user has chosen its buffer. It is closed
 * by its last producer when there is no more, or by its consumer when that wants no more: then the consumer drains it, and
 * what comes later is refused.
 */
@NullMarked
final class Boundary {
    private static final int SLOTS = 4;
    private static final int LARGEST = 1024;
    private static final int OPEN_SLOTS = 16;

    /** How many items a chunk may hold; 0 if there are none. */
    final int largest;

    private final Channel<Object> channel;
    private final boolean open;
    private final AtomicInteger producers = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final List<Outlet> outlets = new CopyOnWriteArrayList<>();
    private final List<Runnable> refusals = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private @Nullable Books passing;

    private Boundary(Buffer buffer, int largest, boolean open) {
        channel = Channel.create(buffer);
        this.largest = largest;
        this.open = open;
    }

    static Boundary ofChunks() {
        return new Boundary(Buffer.fixed(SLOTS), LARGEST, false);
    }

    /** Holds hardly anything, so that what is before it feels at once when what follows is slow. */
    static Boundary tight() {
        return new Boundary(Buffer.fixed(1), 0, false);
    }

    static Boundary ofItems(Buffer buffer) {
        return new Boundary(buffer, 0, false);
    }

    /** Where the user takes items, so that only the buffer can count them. */
    static Boundary open() {
        return new Boundary(Buffer.fixed(OPEN_SLOTS).counted(), 0, true);
    }

    /** A producer that will complete, and what it does when no more is wanted. */
    void producedBy(Outlet outlet, Runnable refused) {
        producers.incrementAndGet();
        outlets.add(outlet);
        refusals.add(refused);
    }

    /** Of plain items: counts what is taken for a step that does nothing but hold it. */
    void countsFor(Books step) {
        passing = step;
    }

    private void passed(long items) {
        Books step = passing;
        if (step != null) {
            step.in += items;
            step.out += items;
            step.publish();
        }
    }

    /** Whether it has several producers. */
    boolean isShared() {
        return outlets.size() > 1;
    }

    /** Only the thread's own run interrupts it, and then halts the segment first: any other interrupt means nothing here. */
    boolean put(Object carried, Segment from) {
        if (!refusing && !from.isHalted() && channel.offer(carried).isAccepted()) {
            accepted.incrementAndGet();
            return true;
        }
        long since = System.nanoTime();
        boolean put = putWaiting(carried, from);
        from.waited(System.nanoTime() - since);
        return put;
    }

    private boolean putWaiting(Object carried, Segment from) {
        while (!refusing && !from.isHalted()) {
            try {
                if (channel.put(carried)) {
                    accepted.incrementAndGet();
                    return true;
                }
                break;
            } catch (InterruptedException e) {
                // halted, or nothing of ours
            }
        }
        return false;
    }

    /** Puts if there is room now. */
    boolean offer(Object carried) {
        boolean put = channel.offer(carried).isAccepted();
        if (put) {
            accepted.incrementAndGet();
        }
        return put;
    }

    /** For plain items: a clause of a choice, which then says whether the item was put. */
    void offerIn(Select.Builder<Boolean> choice, Object item) {
        choice.put(channel, item, put -> {
            if (put) {
                accepted.incrementAndGet();
            }
            return put;
        });
    }

    /** Null when there is no more, or the taking segment is halted. */
    @Nullable
    Object take(Segment by, @Nullable Long deadline) {
        while (!by.isHalted()) {
            try {
                Object carried = deadline == null ? channel.take() : take(by.run.clock, deadline);
                if (carried != null && carried != Inlet.TIME_UP) {
                    taken.incrementAndGet();
                    passed(1);
                }
                return carried;
            } catch (InterruptedException e) {
                // halted, or nothing of ours
            }
        }
        return null;
    }

    private @Nullable Object take(Clock clock, long deadline) throws InterruptedException {
        Taken<Object> outcome = clock.take(channel, deadline);
        return outcome instanceof Taken.Value<Object> value ? value.value() : outcome.isClosed() ? null : Inlet.TIME_UP;
    }

    /** One of the producers has no more. */
    void complete() {
        if (producers.decrementAndGet() == 0) {
            channel.close();
        }
    }

    /** The consumer wants no more. The producers learn it now, not when they put next. */
    void refuse() {
        boolean first = !refusing;
        refusing = true;
        channel.close(); // each time: who is second drains next, and must not be ahead of the first
        if (first) {
            refusals.forEach(Runnable::run);
        }
    }

    /** All producers have completed, and all that they had put is taken. */
    boolean isOver() {
        return channel.isClosed() && accepted.get() == taken.get();
    }

    boolean isRefusing() {
        return refusing;
    }

    /**
     * Takes out what is left, when closed. Puts that still wait are accepted by that.
     *
     * @return how many plain items that were
     */
    long drain() {
        long items = 0;
        while (channel.poll() instanceof Taken.Value<Object> carried) {
            taken.incrementAndGet();
            if (carried.value() instanceof Chunk chunk) {
                chunk.leave();
            } else {
                items++;
            }
        }
        passed(items);
        return items;
    }

    /** When nobody works any more: how many items in chunks nobody has taken. */
    long untaken() {
        return outlets.stream().mapToLong(Outlet::untaken).sum();
    }

    /** Of an open boundary: for the user. */
    ReadPort<Object> port() {
        return channel.readOnly();
    }

    /** Of an open boundary: how many items have come. Final when it is closed and drained. */
    long came() {
        return channel.stats().counts().orElseThrow().puts();
    }

    void forget() {
        taken.set(accepted.get());
    }

    /** What is in the channel, or was dropped by it. */
    long queued() {
        return open ? channel.stats().size() : Math.max(0, accepted.get() - taken.get());
    }
}
