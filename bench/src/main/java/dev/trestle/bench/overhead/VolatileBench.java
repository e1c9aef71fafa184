package dev.trestle.bench.overhead;

import static dev.trestle.bench.overhead.ByHand.var;
import static dev.trestle.bench.overhead.Work.INC;
import static dev.trestle.bench.overhead.Work.ONE;

import clojure.lang.IFn;
import dev.trestle.reference.Volatile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Volatiles. By hand, {@code vswap!} is what the macro expands to, since a macro has no var. */
public class VolatileBench {
    private static final IFn VOLATILE = var("volatile!");
    private static final IFn DEREF = var("deref");
    private static final IFn VRESET = var("vreset!");

    private static final class InClojure {
        static final IFn SWAP = ClojureCode.fn("volatile-swap");
    }

    /** A volatile with a type. */
    @State(Scope.Thread)
    public static class Typed {
        final Volatile<Long> box = Volatile.of(ONE);
    }

    /** The same without. */
    @State(Scope.Thread)
    public static class Raw {
        final Object box = VOLATILE.invoke(ONE);
    }

    @Benchmark
    public Object swap_facade(Typed typed) {
        return typed.box.swap(INC);
    }

    @Benchmark
    public Object swap_ifn(Raw raw) {
        return VRESET.invoke(raw.box, INC.apply((Long) DEREF.invoke(raw.box)));
    }

    @Benchmark
    public Object swap_clojure(Raw raw) {
        return InClojure.SWAP.invoke(raw.box);
    }
}
