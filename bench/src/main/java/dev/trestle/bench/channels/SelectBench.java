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
import org.openjdk.jmh.annotations.State;

/**
 * A choice among the takes from 2 and from 8 channels, one of which, in turn, has a value: put and chosen by one thread. The
 * choice, and by hand the vector of channels, is made once.
 */
public class SelectBench {
    private static final Long VALUE = 1L;

    private static final IFn CHAN = var("chan");
    private static final IFn PUT = var(">!!");
    private static final IFn ALTS = var("alts!!");

    private static final class InClojure {
        static final IFn PUT_SELECT = ByHand.clojure("put-select");
    }

    /** Channels with types. */
    abstract static class Typed {
        private final List<Channel<Long>> channels;
        private final Select<Long> select;
        private int next;

        Typed(int count) {
            channels = Stream.generate(() -> Channel.<Long>buffered(1))
                    .limit(count)
                    .toList();
            Select.Builder<Long> builder = Select.builder();
            channels.forEach(channel -> builder.take(channel, Function.identity()));
            select = builder.build();
        }

        Long putSelect() throws InterruptedException {
            channels.get(next++ & channels.size() - 1).put(VALUE);
            return select.select();
        }
    }

    /** The same without. */
    abstract static class Raw {
        private final List<Object> channels;
        private final Object ports;
        private int next;

        Raw(int count) {
            channels = Stream.generate(() -> CHAN.invoke(1)).limit(count).toList();
            ports = Clojure.var("clojure.core", "vec").invoke(channels);
        }

        Object putSelect() {
            PUT.invoke(channels.get(next++ & channels.size() - 1), VALUE);
            return ((List<?>) ALTS.invoke(ports)).get(0);
        }

        Object putSelectInClojure() {
            return InClojure.PUT_SELECT.invoke(channels.get(next++ & channels.size() - 1), VALUE, ports);
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

    @Benchmark
    public Object of2_facade(Typed2 typed) throws InterruptedException {
        return typed.putSelect();
    }

    @Benchmark
    public Object of2_ifn(Raw2 raw) {
        return raw.putSelect();
    }

    @Benchmark
    public Object of2_clojure(Raw2 raw) {
        return raw.putSelectInClojure();
    }

    @Benchmark
    public Object of8_facade(Typed8 typed) throws InterruptedException {
        return typed.putSelect();
    }

    @Benchmark
    public Object of8_ifn(Raw8 raw) {
        return raw.putSelect();
    }

    @Benchmark
    public Object of8_clojure(Raw8 raw) {
        return raw.putSelectInClojure();
    }
}
