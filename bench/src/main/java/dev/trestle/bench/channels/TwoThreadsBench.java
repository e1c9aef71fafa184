package dev.trestle.bench.channels;

import static dev.trestle.bench.channels.ByHand.var;

import clojure.lang.IFn;
import dev.trestle.async.Channel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One thread puts and another takes: time and bytes of both for a value. */
public class TwoThreadsBench {
    private static final Long VALUE = 1L;
    private static final int CAPACITY = 16;

    private static final IFn CHAN = var("chan");
    private static final IFn PUT = var(">!!");
    private static final IFn TAKE = var("<!!");
    private static final IFn CLOSE = var("close!");

    private static final class InClojure {
        static final IFn PUT = ByHand.clojure("put");
        static final IFn TAKE_ALL = ByHand.clojure("take-all");
    }

    /** A channel and who takes from it. */
    public abstract static class Transfer {
        private Partner taker;

        abstract void takeAll() throws Exception;

        abstract void close();

        /** Starts the taker. */
        @Setup
        public void start() {
            taker = Partner.start(() -> {
                takeAll();
                return null;
            });
        }

        /** Ends it. */
        @TearDown
        public void end() throws InterruptedException {
            close();
            taker.join();
        }
    }

    private static void takeAll(Channel<Long> channel) throws InterruptedException {
        Long value = channel.take();
        while (value != null) {
            value = channel.take();
        }
    }

    private static void takeAll(Object channel) {
        Object value = TAKE.invoke(channel);
        while (value != null) {
            value = TAKE.invoke(channel);
        }
    }

    /** A channel with a type. */
    @State(Scope.Thread)
    public static class TypedBuffered extends Transfer {
        final Channel<Long> channel = Channel.buffered(CAPACITY);

        @Override
        void takeAll() throws InterruptedException {
            TwoThreadsBench.takeAll(channel);
        }

        @Override
        void close() {
            channel.close();
        }
    }

    /** A channel with a type and without a buffer. */
    @State(Scope.Thread)
    public static class TypedRendezvous extends Transfer {
        final Channel<Long> channel = Channel.rendezvous();

        @Override
        void takeAll() throws InterruptedException {
            TwoThreadsBench.takeAll(channel);
        }

        @Override
        void close() {
            channel.close();
        }
    }

    /** core.async's own channel. */
    public abstract static class Raw extends Transfer {
        final Object channel;

        Raw(Object channel) {
            this.channel = channel;
        }

        @Override
        void takeAll() {
            TwoThreadsBench.takeAll(channel);
        }

        @Override
        void close() {
            CLOSE.invoke(channel);
        }
    }

    /** With a buffer. */
    @State(Scope.Thread)
    public static class RawBuffered extends Raw {
        /** Makes the channel. */
        public RawBuffered() {
            super(CHAN.invoke(CAPACITY));
        }
    }

    /** Without. */
    @State(Scope.Thread)
    public static class RawRendezvous extends Raw {
        /** Makes the channel. */
        public RawRendezvous() {
            super(CHAN.invoke());
        }
    }

    /** With a buffer; Clojure code takes. */
    @State(Scope.Thread)
    public static class ClojureBuffered extends RawBuffered {
        @Override
        void takeAll() {
            InClojure.TAKE_ALL.invoke(channel);
        }
    }

    /** Without; Clojure code takes. */
    @State(Scope.Thread)
    public static class ClojureRendezvous extends RawRendezvous {
        @Override
        void takeAll() {
            InClojure.TAKE_ALL.invoke(channel);
        }
    }

    @Benchmark
    public boolean buffered_facade(TypedBuffered typed) throws InterruptedException {
        return typed.channel.put(VALUE);
    }

    @Benchmark
    public Object buffered_ifn(RawBuffered raw) {
        return PUT.invoke(raw.channel, VALUE);
    }

    @Benchmark
    public Object buffered_clojure(ClojureBuffered raw) {
        return InClojure.PUT.invoke(raw.channel, VALUE);
    }

    @Benchmark
    public boolean rendezvous_facade(TypedRendezvous typed) throws InterruptedException {
        return typed.channel.put(VALUE);
    }

    @Benchmark
    public Object rendezvous_ifn(RawRendezvous raw) {
        return PUT.invoke(raw.channel, VALUE);
    }

    @Benchmark
    public Object rendezvous_clojure(ClojureRendezvous raw) {
        return InClojure.PUT.invoke(raw.channel, VALUE);
    }
}
