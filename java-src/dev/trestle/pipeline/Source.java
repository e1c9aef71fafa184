package dev.trestle.pipeline;

import dev.trestle.async.ReadPort;
import java.io.Serial;
import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.BaseStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Where items come from: a value, opened by each run. */
@NullMarked
final class Source implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String BRANCH = "branch";

    /** The name without its position, which is always the first. */
    final String name;

    /** Opens it for a run. */
    private final Opener opener;

    /** Whether drawing may wait. */
    private final boolean waits;

    /** Whether it was drawn, if that can be done once only. */
    private final @Nullable AtomicBoolean used;

    /** What is drawn, if that can be done once only. */
    private final transient @Nullable Object once;

    /** Opens a source. */
    private interface Opener extends Serializable {
        Feed open() throws Exception;
    }

    /**
     * Opens a channel.
     *
     * @param port its reading side
     */
    private record OfPort(ReadPort<?> port) implements Opener {
        @Override
        public Feed open() {
            return new Feed() {
                @Override
                public @Nullable Object next() throws InterruptedException {
                    return port.take();
                }

                @Override
                public boolean isUnharmed() {
                    return true;
                }
            };
        }
    }

    private Source(String name, boolean waits, @Nullable Object once, Opener opener) {
        this.name = name;
        this.waits = waits;
        this.opener = opener;
        this.once = once;
        used = once == null ? null : new AtomicBoolean();
    }

    static Source of(Iterable<?> items) {
        boolean waits =
                !(items instanceof Collection<?> && items.getClass().getName().startsWith("java.util."));
        return new Source("iterable", waits, null, () -> feed(checkedIterator(items)));
    }

    static Source of(Iterator<?> items) {
        return new Source("iterator", true, items, () -> feed(items));
    }

    static Source of(BaseStream<?, ?> items) {
        return new Source("stream", true, items, () -> {
            Feed feed = feed(items.iterator());
            return new Feed() {
                @Override
                public @Nullable Object next() throws Exception {
                    return feed.next();
                }

                @Override
                public void close() {
                    items.close();
                }
            };
        });
    }

    static Source of(ReadPort<?> port) {
        return new Source("channel", true, null, new OfPort(port));
    }

    static Source of(Flow.Publisher<?> publisher) {
        return new Source("publisher", true, null, () -> PublisherFeed.open(publisher));
    }

    static Source of(StepSupplier<?> supplier) {
        return new Source("supplier", true, null, () -> supplier::get);
    }

    /** Stands for what a branch is fed with. */
    static Source branch() {
        return new Source(BRANCH, false, null, () -> () -> null);
    }

    boolean isBranch() {
        return name.equals(BRANCH);
    }

    /** Says whether it can be drawn once only. */
    boolean isOnce() {
        return used != null;
    }

    /** What is drawn: another source of it would take the items of this. */
    Object drawn() {
        return once == null ? this : once;
    }

    /** The channel that items come from, if it is one. */
    @Nullable
    ReadPort<?> port() {
        return opener instanceof OfPort of ? of.port() : null;
    }

    /** Lets go of a source that nobody will draw. */
    void discard() throws Exception {
        if (used != null) {
            open().close();
        }
    }

    /** What can be drawn only once is claimed before the run starts anything. */
    void claim() {
        if (used != null && !used.compareAndSet(false, true)) {
            throw new IllegalStateException("source must be drawn once only, 1:" + name
                    + " was drawn by another run: use an Iterable or a supplier to run a pipeline again");
        }
    }

    /** The run that has claimed it did not start. */
    void release() {
        if (used != null) {
            used.set(false);
        }
    }

    Feed open() throws Exception {
        return opener.open();
    }

    /** Says whether drawing may wait, so that stopping has to interrupt it. */
    boolean mayWait() {
        return waits;
    }

    private static Iterator<?> checkedIterator(Iterable<?> items) {
        Iterator<?> iterator = items.iterator();
        if (iterator == null) {
            throw new NullPointerException("iterator of the source must not be null");
        }
        return iterator;
    }

    private static Feed feed(Iterator<?> items) {
        return () -> {
            if (!items.hasNext()) {
                return null;
            }
            Object item = items.next();
            if (item == null) {
                throw new NullPointerException("item of the source must not be null");
            }
            return item;
        };
    }
}
