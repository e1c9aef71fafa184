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

    private Source(String name, boolean waits, boolean once, Opener opener) {
        this.name = name;
        this.waits = waits;
        this.opener = opener;
        used = once ? new AtomicBoolean() : null;
    }

    static Source of(Iterable<?> items) {
        boolean waits =
                !(items instanceof Collection<?> && items.getClass().getName().startsWith("java.util."));
        return new Source("iterable", waits, false, () -> feed(items.iterator()));
    }

    static Source of(Iterator<?> items) {
        return new Source("iterator", true, true, () -> feed(items));
    }

    static Source of(BaseStream<?, ?> items) {
        return new Source("stream", true, true, () -> {
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
        return new Source("channel", true, false, new OfPort(port));
    }

    static Source of(Flow.Publisher<?> publisher) {
        return new Source("publisher", true, false, () -> PublisherFeed.open(publisher));
    }

    static Source of(StepSupplier<?> supplier) {
        return new Source("supplier", true, false, () -> supplier::get);
    }

    /** Stands for what a branch is fed with. */
    static Source branch() {
        return new Source(BRANCH, false, false, () -> () -> null);
    }

    boolean isBranch() {
        return name.equals(BRANCH);
    }

    /** Says whether it can be drawn once only. */
    boolean isOnce() {
        return used != null;
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
