package dev.trestle.bench.overhead;

import static dev.trestle.bench.overhead.ByHand.fn;
import static dev.trestle.bench.overhead.ByHand.test;
import static dev.trestle.bench.overhead.ByHand.var;
import static dev.trestle.bench.overhead.ByHand.watcher;
import static dev.trestle.bench.overhead.Work.IGNORE;
import static dev.trestle.bench.overhead.Work.INC;
import static dev.trestle.bench.overhead.Work.NOT_NEGATIVE;
import static dev.trestle.bench.overhead.Work.ONE;
import static dev.trestle.bench.overhead.Work.PLUS;

import clojure.lang.IFn;
import dev.trestle.reference.Atom;
import dev.trestle.reference.Change;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Atoms. By hand, {@code swap} makes an adapter with each call; watcher and validator are adapted once, as the facade's.
 * {@code swapVals} and {@code resetVals} include reading both values out of what they return.
 */
public class AtomBench {
    private static final IFn ATOM = var("atom");
    private static final IFn DEREF = var("deref");
    private static final IFn SWAP = var("swap!");
    private static final IFn SWAP_VALS = var("swap-vals!");
    private static final IFn RESET = var("reset!");
    private static final IFn RESET_VALS = var("reset-vals!");
    private static final IFn COMPARE_AND_SET = var("compare-and-set!");

    private static final class InClojure {
        static final IFn DEREF = ClojureCode.fn("atom-deref");
        static final IFn SWAP = ClojureCode.fn("atom-swap");
        static final IFn SWAP_WITH = ClojureCode.fn("atom-swap-with");
        static final IFn SWAP_VALS = ClojureCode.fn("atom-swap-vals");
        static final IFn RESET = ClojureCode.fn("atom-reset");
        static final IFn RESET_VALS = ClojureCode.fn("atom-reset-vals");
        static final IFn COMPARE_AND_SET = ClojureCode.fn("atom-compare-and-set");
    }

    /** Atoms with types. */
    @State(Scope.Thread)
    public static class Typed {
        final Atom<Long> atom = Atom.of(ONE);
        final Atom<Long> watched = Atom.of(ONE);
        final Atom<Long> validated = Atom.builder(ONE).validator(NOT_NEGATIVE).build();

        /** Watches. */
        public Typed() {
            watched.watch("key", IGNORE);
        }
    }

    /** The same without. */
    @State(Scope.Thread)
    public static class Raw {
        final Object atom = ATOM.invoke(ONE);
        final Object watched = ATOM.invoke(ONE);
        final Object validated = ATOM.invoke(ONE);

        /** Watches and validates. */
        public Raw() {
            var("add-watch").invoke(watched, "key", watcher(IGNORE));
            var("set-validator!").invoke(validated, test(NOT_NEGATIVE));
        }
    }

    @Benchmark
    public Object deref_facade(Typed typed) {
        return typed.atom.deref();
    }

    @Benchmark
    public Object deref_ifn(Raw raw) {
        return DEREF.invoke(raw.atom);
    }

    @Benchmark
    public Object deref_clojure(Raw raw) {
        return InClojure.DEREF.invoke(raw.atom);
    }

    @Benchmark
    public Object swap_facade(Typed typed) {
        return typed.atom.swap(INC);
    }

    @Benchmark
    public Object swap_ifn(Raw raw) {
        return SWAP.invoke(raw.atom, fn(INC));
    }

    @Benchmark
    public Object swap_clojure(Raw raw) {
        return InClojure.SWAP.invoke(raw.atom);
    }

    @Benchmark
    public Object swapWith_facade(Typed typed) {
        return typed.atom.swap(PLUS, ONE);
    }

    @Benchmark
    public Object swapWith_ifn(Raw raw) {
        return SWAP.invoke(raw.atom, fn(PLUS), ONE);
    }

    @Benchmark
    public Object swapWith_clojure(Raw raw) {
        return InClojure.SWAP_WITH.invoke(raw.atom, ONE);
    }

    @Benchmark
    public long swapVals_facade(Typed typed) {
        Change<Long> change = typed.atom.swapVals(INC);
        return change.after() - change.before();
    }

    @Benchmark
    public long swapVals_ifn(Raw raw) {
        List<?> pair = (List<?>) SWAP_VALS.invoke(raw.atom, fn(INC));
        return (Long) pair.get(1) - (Long) pair.get(0);
    }

    @Benchmark
    public Object swapVals_clojure(Raw raw) {
        return InClojure.SWAP_VALS.invoke(raw.atom);
    }

    @Benchmark
    public Object reset_facade(Typed typed) {
        return typed.atom.reset(ONE);
    }

    @Benchmark
    public Object reset_ifn(Raw raw) {
        return RESET.invoke(raw.atom, ONE);
    }

    @Benchmark
    public Object reset_clojure(Raw raw) {
        return InClojure.RESET.invoke(raw.atom, ONE);
    }

    @Benchmark
    public long resetVals_facade(Typed typed) {
        Change<Long> change = typed.atom.resetVals(ONE);
        return change.after() - change.before();
    }

    @Benchmark
    public long resetVals_ifn(Raw raw) {
        List<?> pair = (List<?>) RESET_VALS.invoke(raw.atom, ONE);
        return (Long) pair.get(1) - (Long) pair.get(0);
    }

    @Benchmark
    public Object resetVals_clojure(Raw raw) {
        return InClojure.RESET_VALS.invoke(raw.atom, ONE);
    }

    @Benchmark
    public boolean compareAndSet_facade(Typed typed) {
        return typed.atom.compareAndSet(ONE, ONE);
    }

    @Benchmark
    public boolean compareAndSet_ifn(Raw raw) {
        return (Boolean) COMPARE_AND_SET.invoke(raw.atom, ONE, ONE);
    }

    @Benchmark
    public boolean compareAndSet_clojure(Raw raw) {
        return (Boolean) InClojure.COMPARE_AND_SET.invoke(raw.atom, ONE, ONE);
    }

    @Benchmark
    public Object watchedSwap_facade(Typed typed) {
        return typed.watched.swap(INC);
    }

    @Benchmark
    public Object watchedSwap_ifn(Raw raw) {
        return SWAP.invoke(raw.watched, fn(INC));
    }

    @Benchmark
    public Object watchedSwap_clojure(Raw raw) {
        return InClojure.SWAP.invoke(raw.watched);
    }

    @Benchmark
    public Object validatedSwap_facade(Typed typed) {
        return typed.validated.swap(INC);
    }

    @Benchmark
    public Object validatedSwap_ifn(Raw raw) {
        return SWAP.invoke(raw.validated, fn(INC));
    }

    @Benchmark
    public Object validatedSwap_clojure(Raw raw) {
        return InClojure.SWAP.invoke(raw.validated);
    }
}
