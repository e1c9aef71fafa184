package dev.trestle.pipeline;

import dev.trestle.async.Put;
import dev.trestle.async.WritePort;
import dev.trestle.internal.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collector;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Where items go: a value, from which each run makes the last step of its last chain. */
@NullMarked
record Sink(String name, Supplier<? extends End> maker, List<RunnablePipeline<?>> branches) {
    Sink(String name, Supplier<? extends End> maker) {
        this(name, maker, List.of());
    }

    /** The last step at work. */
    abstract static class End extends Op {
        /** What the run has come to, after the last item. */
        abstract @Nullable Object result() throws Exception;
    }

    static Sink list() {
        return new Sink("list", Listing::new);
    }

    static Sink of(StepConsumer<Object> consumer) {
        return new Sink("consumer", () -> new Consuming(consumer));
    }

    static Sink of(WritePort<Object> port, boolean close) {
        return new Sink("channel", () -> new Putting(port, close));
    }

    static Sink of(Collector<?, ?, ?> collector) {
        return new Sink("collector", () -> new Collecting(Calls.cast(collector)));
    }

    static Sink of(Object init, StepBiFunction<Object, Object, Object> f) {
        return new Sink("reduce", () -> new Reducing(init, f));
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
            consumer.accept(item);
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
        private final Object container;

        Collecting(Collector<Object, Object, Object> collector) {
            this.collector = collector;
            accumulator = collector.accumulator();
            container = collector.supplier().get();
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
            state = checked(f.apply(state, item));
            books.out++;
            return null;
        }

        @Override
        Object result() {
            return state;
        }
    }
}
