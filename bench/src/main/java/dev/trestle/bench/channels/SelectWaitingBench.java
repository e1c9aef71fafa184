package dev.trestle.bench.channels;

import static dev.trestle.bench.channels.ByHand.var;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import dev.trestle.async.Channel;
import dev.trestle.async.Select;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A choice among the takes from 2 and from 8 channels without buffers, while another thread puts a value to each in turn:
 * time and bytes of both threads for a value, one of which mostly waits for the other.
 */
public class SelectWaitingBench {
    private static final Long VALUE = 1L;

    private static final IFn CHAN = var("chan");
    private static final IFn PUT = var(">!!");
    private static final IFn TAKE = var("<!!");
    private static final IFn ALTS = var("alts!!");
    private static final IFn CLOSE = var("close!");

    private static final class InClojure {
        static final IFn SELECT = ByHand.clojure("select");
        static final IFn PUT_ALL = ByHand.clojure("put-all");
    }

    /** Who puts. It ends when it finds a channel closed; a value that was on its way is taken then. */
    public abstract static class Putting {
        private Partner putter;

        abstract void putAll() throws Exception;

        abstract void close() throws Exception;

        /** Starts the putter. */
        @Setup
        public void start() {
            putter = Partner.start(() -> {
                putAll();
                return null;
            });
        }

        /** Ends it. */
        @TearDown
        public void end() throws Exception {
            close();
            putter.join();
        }
    }

    /** Channels with types. */
    public abstract static class Typed extends Putting {
        private final List<Channel<Long>> channels;
        final Select<Long> select;

        Typed(int count) {
            channels = Stream.generate(Channel::<Long>rendezvous).limit(count).toList();
            Select.Builder<Long> builder = Select.builder();
            channels.forEach(channel -> builder.take(channel, Function.identity()));
            select = builder.build();
        }

        @Override
        void putAll() throws InterruptedException {
            boolean isOpen = true;
            for (int i = 0; isOpen; i++) {
                isOpen = channels.get(i & channels.size() - 1).put(VALUE);
            }
        }

        @Override
        void close() {
            channels.forEach(Channel::closeAndDrain);
        }
    }

    /** The same without. */
    public abstract static class Raw extends Putting {
        private final List<Object> channels;
        final Object ports;

        Raw(int count) {
            channels = Stream.generate(CHAN::invoke).limit(count).toList();
            ports = Clojure.var("clojure.core", "vec").invoke(channels);
        }

        @Override
        void putAll() {
            boolean isOpen = true;
            for (int i = 0; isOpen; i++) {
                isOpen = PUT.invoke(channels.get(i & channels.size() - 1), VALUE) == Boolean.TRUE;
            }
        }

        @Override
        void close() {
            for (Object channel : channels) {
                CLOSE.invoke(channel);
                Object left = TAKE.invoke(channel);
                while (left != null) {
                    left = TAKE.invoke(channel);
                }
            }
        }
    }

    /** Two. */
    @State(Scope.Thread)
    public static class Typed2 extends Typed {
        /** Makes them. */
        public Typed2() {
            super(2);
        }
    }

    /** Eight. */
    @State(Scope.Thread)
    public static class Typed8 extends Typed {
        /** Makes them. */
        public Typed8() {
            super(8);
        }
    }

    /** Two. */
    @State(Scope.Thread)
    public static class Raw2 extends Raw {
        /** Makes them. */
        public Raw2() {
            super(2);
        }
    }

    /** Eight. */
    @State(Scope.Thread)
    public static class Raw8 extends Raw {
        /** Makes them. */
        public Raw8() {
            super(8);
        }
    }

    /** Two; Clojure code puts. */
    @State(Scope.Thread)
    public static class Clojure2 extends Raw2 {
        @Override
        void putAll() {
            InClojure.PUT_ALL.invoke(ports, VALUE);
        }
    }

    /** Eight; Clojure code puts. */
    @State(Scope.Thread)
    public static class Clojure8 extends Raw8 {
        @Override
        void putAll() {
            InClojure.PUT_ALL.invoke(ports, VALUE);
        }
    }

    @Benchmark
    public Object of2_facade(Typed2 typed) throws InterruptedException {
        return typed.select.select();
    }

    @Benchmark
    public Object of2_ifn(Raw2 raw) {
        return ((List<?>) ALTS.invoke(raw.ports)).get(0);
    }

    @Benchmark
    public Object of2_clojure(Clojure2 raw) {
        return InClojure.SELECT.invoke(raw.ports);
    }

    @Benchmark
    public Object of8_facade(Typed8 typed) throws InterruptedException {
        return typed.select.select();
    }

    @Benchmark
    public Object of8_ifn(Raw8 raw) {
        return ((List<?>) ALTS.invoke(raw.ports)).get(0);
    }

    @Benchmark
    public Object of8_clojure(Clojure8 raw) {
        return InClojure.SELECT.invoke(raw.ports);
    }
}
