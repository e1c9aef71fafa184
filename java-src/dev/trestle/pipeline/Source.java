package dev.trestle.pipeline;

import dev.trestle.async.ReadPort;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.BaseStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Where items come from: a value, opened by each run. */
@NullMarked
final class Source {
    final String name;
    private final Opener opener;
    private final boolean waits;
    private final @Nullable AtomicBoolean used;

    /** Opens a source. */
    private interface Opener {
        Feed open() throws Exception;
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
        return new Source("channel", true, false, () -> new Feed() {
            @Override
            public @Nullable Object next() throws InterruptedException {
                return port.take();
            }

            @Override
            public boolean isUnharmed() {
                return true;
            }
        });
    }

    static Source of(Flow.Publisher<?> publisher) {
        return new Source("publisher", true, false, () -> PublisherFeed.open(publisher));
    }

    static Source of(StepSupplier<?> supplier) {
        return new Source("supplier", true, false, () -> supplier::get);
    }

    /** Stands for what a branch is fed with. */
    static Source branch() {
        return new Source("branch", false, false, () -> () -> null);
    }

    /** What can be drawn only once is claimed before the run starts anything. */
    void claim() {
        if (used != null && !used.compareAndSet(false, true)) {
            throw new IllegalStateException("source must be drawn once only, 1:" + name
                    + " was drawn by another run: use an Iterable or a supplier to run a pipeline again");
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
