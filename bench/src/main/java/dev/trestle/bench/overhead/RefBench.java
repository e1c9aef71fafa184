package dev.trestle.bench.overhead;

import static clojure.lang.LockingTransaction.runInTransaction;
import static dev.trestle.bench.overhead.ByHand.fn;
import static dev.trestle.bench.overhead.ByHand.var;
import static dev.trestle.bench.overhead.Work.INC;
import static dev.trestle.bench.overhead.Work.MINUS;
import static dev.trestle.bench.overhead.Work.ONE;
import static dev.trestle.bench.overhead.Work.PLUS;

import clojure.lang.IFn;
import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Refs, in transactions without contention. By hand, {@code dosync} is what the macro calls, since a macro has no var, and
 * each {@code alter} makes an adapter.
 */
public class RefBench {
    private static final int DEREFS = 100;

    private static final IFn REF = var("ref");
    private static final IFn DEREF = var("deref");
    private static final IFn ALTER = var("alter");
    private static final IFn COMMUTE = var("commute");
    private static final IFn ENSURE = var("ensure");
    private static final IFn REF_SET = var("ref-set");

    private static final class InClojure {
        static final IFn DEREF = ClojureCode.fn("ref-deref");
        static final IFn DEREFS = ClojureCode.fn("ref-derefs");
        static final IFn ALTER = ClojureCode.fn("ref-alter");
        static final IFn SET = ClojureCode.fn("ref-set-one");
        static final IFn TRANSFER = ClojureCode.fn("ref-transfer");
        static final IFn COMMUTE = ClojureCode.fn("ref-commute");
        static final IFn ENSURE = ClojureCode.fn("ref-ensure");
    }

    /** Refs with types. */
    @State(Scope.Thread)
    public static class Typed {
        final Ref<Long> ref = Ref.of(ONE);
        final Ref<Long> other = Ref.of(ONE);
    }

    /** The same without. */
    @State(Scope.Thread)
    public static class Raw {
        final Object ref = REF.invoke(ONE);
        final Object other = REF.invoke(ONE);
    }

    @Benchmark
    public Object deref_facade(Typed typed) {
        return typed.ref.deref();
    }

    @Benchmark
    public Object deref_ifn(Raw raw) {
        return DEREF.invoke(raw.ref);
    }

    @Benchmark
    public Object deref_clojure(Raw raw) {
        return InClojure.DEREF.invoke(raw.ref);
    }

    @Benchmark
    @OperationsPerInvocation(DEREFS)
    public Object derefInDosync_facade(Typed typed) {
        return Stm.dosync(() -> {
            long sum = 0;
            for (int i = 0; i < DEREFS; i++) {
                sum += typed.ref.deref();
            }
            return sum;
        });
    }

    @Benchmark
    @OperationsPerInvocation(DEREFS)
    public Object derefInDosync_ifn(Raw raw) throws Exception {
        return runInTransaction(() -> {
            long sum = 0;
            for (int i = 0; i < DEREFS; i++) {
                sum += (Long) DEREF.invoke(raw.ref);
            }
            return sum;
        });
    }

    @Benchmark
    @OperationsPerInvocation(DEREFS)
    public Object derefInDosync_clojure(Raw raw) {
        return InClojure.DEREFS.invoke(raw.ref);
    }

    @Benchmark
    public Object alter_facade(Typed typed) {
        return Stm.dosync(() -> typed.ref.alter(INC));
    }

    @Benchmark
    public Object alter_ifn(Raw raw) throws Exception {
        return runInTransaction(() -> ALTER.invoke(raw.ref, fn(INC)));
    }

    @Benchmark
    public Object alter_clojure(Raw raw) {
        return InClojure.ALTER.invoke(raw.ref);
    }

    @Benchmark
    public Object set_facade(Typed typed) {
        return Stm.dosync(() -> typed.ref.set(ONE));
    }

    @Benchmark
    public Object set_ifn(Raw raw) throws Exception {
        return runInTransaction(() -> REF_SET.invoke(raw.ref, ONE));
    }

    @Benchmark
    public Object set_clojure(Raw raw) {
        return InClojure.SET.invoke(raw.ref, ONE);
    }

    @Benchmark
    public Object transfer_facade(Typed typed) {
        return Stm.dosync(() -> {
            typed.ref.alter(MINUS, ONE);
            return typed.other.alter(PLUS, ONE);
        });
    }

    @Benchmark
    public Object transfer_ifn(Raw raw) throws Exception {
        return runInTransaction(() -> {
            ALTER.invoke(raw.ref, fn(MINUS), ONE);
            return ALTER.invoke(raw.other, fn(PLUS), ONE);
        });
    }

    @Benchmark
    public Object transfer_clojure(Raw raw) {
        return InClojure.TRANSFER.invoke(raw.ref, raw.other, ONE);
    }

    @Benchmark
    public Object commute_facade(Typed typed) {
        return Stm.dosync(() -> typed.ref.commute(INC));
    }

    @Benchmark
    public Object commute_ifn(Raw raw) throws Exception {
        return runInTransaction(() -> COMMUTE.invoke(raw.ref, fn(INC)));
    }

    @Benchmark
    public Object commute_clojure(Raw raw) {
        return InClojure.COMMUTE.invoke(raw.ref);
    }

    @Benchmark
    public Object ensure_facade(Typed typed) {
        return Stm.dosync(() -> typed.ref.ensure());
    }

    @Benchmark
    public Object ensure_ifn(Raw raw) throws Exception {
        return runInTransaction(() -> ENSURE.invoke(raw.ref));
    }

    @Benchmark
    public Object ensure_clojure(Raw raw) {
        return InClojure.ENSURE.invoke(raw.ref);
    }
}
