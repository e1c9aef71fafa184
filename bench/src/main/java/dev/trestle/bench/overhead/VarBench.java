package dev.trestle.bench.overhead;

import static dev.trestle.bench.overhead.ByHand.fn;
import static dev.trestle.bench.overhead.ByHand.var;
import static dev.trestle.bench.overhead.Work.ONE;

import clojure.lang.IFn;
import dev.trestle.reference.Bindings;
import dev.trestle.reference.Var;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Dynamic vars: reading the root, and running a body with a binding. The bindings are made once in all variants (a
 * {@code Bindings}, a map); the body is given with each call and adapted by hand as by the facade.
 */
public class VarBench {
    private static final IFn DEREF = var("deref");
    private static final IFn WITH_BINDINGS = var("with-bindings*");
    private static final IFn HASH_MAP = var("hash-map");

    private static final class InClojure {
        static final IFn DEREF = ClojureCode.fn("var-deref");
        static final IFn WITH_BINDINGS = ClojureCode.fn("var-with-bindings");
    }

    /** A var with a type. */
    @State(Scope.Thread)
    public static class Typed {
        final Var<Long> var = Var.dynamic(ONE);
        final Bindings bindings = Bindings.of(var, 2L);
    }

    /** The same without. */
    @State(Scope.Thread)
    public static class Raw {
        final Object var = clojure.lang.Var.create(ONE).setDynamic();
        final Object bindings = HASH_MAP.invoke(var, 2L);
    }

    @Benchmark
    public Object deref_facade(Typed typed) {
        return typed.var.deref();
    }

    @Benchmark
    public Object deref_ifn(Raw raw) {
        return DEREF.invoke(raw.var);
    }

    @Benchmark
    public Object deref_clojure(Raw raw) {
        return InClojure.DEREF.invoke(raw.var);
    }

    @Benchmark
    public Object bindingsCall_facade(Typed typed) {
        return typed.bindings.call(() -> ONE);
    }

    @Benchmark
    public Object bindingsCall_ifn(Raw raw) {
        return WITH_BINDINGS.invoke(raw.bindings, fn(() -> ONE));
    }

    @Benchmark
    public Object bindingsCall_clojure(Raw raw) {
        return InClojure.WITH_BINDINGS.invoke(raw.bindings, ONE);
    }
}
