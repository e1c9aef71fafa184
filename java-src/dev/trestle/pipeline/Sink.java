package dev.trestle.pipeline;

import dev.trestle.async.Put;
import dev.trestle.async.WritePort;
import dev.trestle.internal.Calls;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.stream.Collector;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Where items go: a value, from which each run makes the last step of its last chain.
 *
 * @param name its name, without its position
 * @param asks how it calls the user's function
 * @param options what it does about failures
 * @param maker makes the last step
 * @param branches what it ends in, if it is no end itself
 * @param port the channel that items go into, if it is one
 * @param closes whether it closes the channel
 */
@NullMarked
record Sink(
        String name,
        Asks asks,
        Options options,
        Maker maker,
        List<RunnablePipeline<?>> branches,
        @Nullable WritePort<?> port,
        boolean closes)
        implements Serializable {
    /** Makes the last step of a run. */
    interface Maker extends Serializable {
        End make();
    }

    Sink(String name, Asks asks, Maker maker) {
        this(name, asks, Options.DEFAULT, maker, List.of(), null, false);
    }

    Sink with(List<RunnablePipeline<?>> others) {
        return new Sink(name, asks, options, maker, others, port, closes);
    }

    Sink with(Options others) {
        return new Sink(name, asks, others, maker, branches, port, closes);
    }

    Sink named(String other) {
        return new Sink(other, asks, options, maker, branches, port, closes);
    }

    /** The last step at work. */
    abstract static class End extends Op {
        /** What the run has come to, after the last item. */
        abstract @Nullable Object result() throws Exception;

        /** As {@link #result}, with its name if that fails. */
        @Nullable
        Object checkedResult() {
            try {
                return result();
            } catch (Throwable e) {
                throw new StepFailedException(books.step, null, e);
            }
        }
    }

    static Sink list() {
        return new Sink("list", Asks.NEVER, Listing::new);
    }

    static Sink of(StepConsumer<Object> consumer) {
        return new Sink("consumer", Asks.ONCE, () -> new Consuming(consumer));
    }

    static Sink of(WritePort<Object> port, boolean close) {
        Maker maker = () -> new Putting(port, close);
        return new Sink("channel", Asks.NEVER, Options.DEFAULT, maker, List.of(), port, close);
    }

    static Sink of(Collector<?, ?, ?> collector) {
        return new Sink("collector", Asks.NEVER, () -> new Collecting(Calls.cast(collector)));
    }

    static Sink of(Object init, StepBiFunction<Object, Object, Object> f) {
        return new Sink("reduce", Asks.ONCE, () -> new Reducing(init, f));
    }

    static Sink of(Flow.Subscriber<Object> subscriber) {
        return new Sink("subscriber", Asks.NEVER, () -> new Subscribing(subscriber));
    }

    private static final class Listing extends End {
        private final List<Object> items = new ArrayList<>();

        @Override
        @Nullable
        Object apply(Object item) {
            items.add(item);
            books.out++;
            return null;
        }

        @Override
        Object result() {
            return Collections.unmodifiableList(items);
        }
    }

    private static final class Consuming extends End {
        private final StepConsumer<Object> consumer;

        Consuming(StepConsumer<Object> consumer) {
            this.consumer = consumer;
        }

        @Override
        @Nullable
        Object apply(Object item) throws Exception {
            if (isLimited()) {
                Object unused = limited(Guard.Call.of(consumer), item);
            } else {
                consumer.accept(item);
            }
            books.out++;
            return null;
        }

        @Override
        @Nullable
        Object result() {
            return null;
        }
    }

    private static final class Putting extends End {
        /** Closing a channel lets go of no putter, so we look now and then. */
        private static final Duration LOOK = Duration.ofMillis(20);

        private final WritePort<Object> port;
        private final boolean close;

        Putting(WritePort<Object> port, boolean close) {
            this.port = port;
            this.close = close;
        }

        @Override
        @Nullable
        Object apply(Object item) {
            Put put = Put.TIMED_OUT;
            while (put == Put.TIMED_OUT && !isHalted()) {
                try {
                    put = port.put(item, LOOK);
                    if (put.isAccepted()) {
                        books.out++;
                        return null;
                    }
                    if (port.isClosed()) {
                        end();
                        break;
                    }
                } catch (InterruptedException e) {
                    // halted, or nothing of ours: the item was not put
                }
            }
            books.undelivered++;
            return null;
        }

        @Override
        void release() {
            if (close) {
                port.close();
            }
        }

        @Override
        @Nullable
        Object result() {
            return null;
        }
    }

    private static final class Collecting extends End {
        private final Collector<Object, Object, Object> collector;
        private final BiConsumer<Object, Object> accumulator;

        @SuppressWarnings("NullAway.Init") // before the first item
        private Object container;

        Collecting(Collector<Object, Object, Object> collector) {
            this.collector = collector;
            accumulator = collector.accumulator();
        }

        @Override
        void start() {
            container = checked(collector.supplier().get());
        }

        @Override
        @Nullable
        Object apply(Object item) {
            accumulator.accept(container, item);
            books.out++;
            return null;
        }

        @Override
        @Nullable
        Object result() {
            return collector.finisher().apply(container);
        }
    }

    private static final class Reducing extends End {
        private final StepBiFunction<Object, Object, Object> f;
        private Object state;

        Reducing(Object init, StepBiFunction<Object, Object, Object> f) {
            this.state = init;
            this.f = f;
        }

        @Override
        @Nullable
        Object apply(Object item) throws Exception {
            Object before = state;
            state = checked(isLimited() ? limited(x -> f.apply(before, x), item) : f.apply(before, item));
            books.out++;
            return null;
        }

        @Override
        Object result() {
            return state;
        }
    }
}
