package dev.trestle.bench.control;

import clojure.java.api.Clojure;
import clojure.lang.AFn;
import clojure.lang.IFn;
import dev.trestle.reference.Atom;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A facade that is worse on purpose, to show that the suite sees it: {@code bench/run overhead --control} must fail. */
public class ControlBench {
    private static final IFn SWAP = Clojure.var("clojure.core", "swap!");
    private static final Function<Long, Long> INC = n -> n + 1;

    /** A facade that keeps a copy of each value, and the same atom without. */
    @State(Scope.Thread)
    public static class Atoms {
        final Atom<Long> atom = Atom.of(1L);
        final Object raw = Atom.of(1L).unwrap();
        volatile Object[] copy = {};

        Long slowSwap(Function<Long, Long> f) {
            Long value = atom.swap(f);
            copy = new Object[] {value, value, value};
            return value;
        }
    }

    @Benchmark
    public Object slowSwap_facade(Atoms atoms) {
        Blackhole.consumeCPU(3);
        return atoms.slowSwap(INC);
    }

    @Benchmark
    public Object slowSwap_ifn(Atoms atoms) {
        return SWAP.invoke(atoms.raw, new AFn() {
            @Override
            public Object invoke(Object value) {
                return INC.apply((Long) value);
            }
        });
    }
}
