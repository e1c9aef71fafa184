package dev.trestle.bench.overhead;

import static dev.trestle.bench.overhead.ByHand.fn;
import static dev.trestle.bench.overhead.ByHand.var;
import static dev.trestle.bench.overhead.Work.ONE;

import clojure.lang.IFn;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Delay;
import dev.trestle.concurrent.Promise;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Futures, promises, delays, each made, filled and read. By hand, {@code delay} is the class behind the macro, and task
 * and body are adapted with each call, as by the facade. Promises and delays are kept in a field, as they would be to be of
 * use: one that nobody else can see is no more than its value to the compiler.
 */
public class ConcurrentBench {
    private static final Callable<Long> TASK = () -> ONE;
    private static final Supplier<Long> BODY = () -> ONE;

    private static final IFn DEREF = var("deref");
    private static final IFn FORCE = var("force");
    private static final IFn FUTURE_CALL = var("future-call");
    private static final IFn PROMISE = var("promise");
    private static final IFn DELIVER = var("deliver");

    private static final class InClojure {
        static final IFn FUTURE = ClojureCode.fn("future-deref");
        static final IFn PROMISE = ClojureCode.fn("promise-new");
        static final IFn DELIVER_DEREF = ClojureCode.fn("promise-deliver-deref");
        static final IFn DELAY = ClojureCode.fn("delay-new");
        static final IFn FORCE = ClojureCode.fn("delay-force");
        static final IFn DEREF = ClojureCode.fn("delay-deref");
    }

    /** A forced delay with a type. */
    @State(Scope.Thread)
    public static class Typed {
        final Delay<Long> delay = Delay.of(BODY);
        Delay<Long> keptDelay = delay;
        Promise<Long> keptPromise = Promise.create();

        /** Forces. */
        public Typed() {
            delay.force();
            Pools.ofDaemons();
        }
    }

    /** The same without. */
    @State(Scope.Thread)
    public static class Raw {
        final Object delay = new clojure.lang.Delay(fn(TASK));
        Object kept = delay;

        /** Forces. */
        public Raw() {
            FORCE.invoke(delay);
            Pools.ofDaemons();
        }
    }

    @Benchmark
    public Object future_facade(Typed typed) throws Exception {
        return ClojureFuture.call(TASK).deref();
    }

    @Benchmark
    public Object future_ifn(Raw raw) {
        return DEREF.invoke(FUTURE_CALL.invoke(fn(TASK)));
    }

    @Benchmark
    public Object future_clojure(Raw raw) {
        return InClojure.FUTURE.invoke(ONE);
    }

    @Benchmark
    public Object promise_facade(Typed typed) throws InterruptedException {
        Promise<Long> promise = Promise.create();
        typed.keptPromise = promise;
        promise.deliver(ONE);
        return promise.deref();
    }

    @Benchmark
    public Object promise_ifn(Raw raw) {
        Object promise = PROMISE.invoke();
        raw.kept = promise;
        DELIVER.invoke(promise, ONE);
        return DEREF.invoke(promise);
    }

    @Benchmark
    public Object promise_clojure(Raw raw) {
        Object promise = InClojure.PROMISE.invoke();
        raw.kept = promise;
        return InClojure.DELIVER_DEREF.invoke(promise, ONE);
    }

    @Benchmark
    public Object delay_facade(Typed typed) {
        Delay<Long> delay = Delay.of(BODY);
        typed.keptDelay = delay;
        return delay.force();
    }

    @Benchmark
    public Object delay_ifn(Raw raw) {
        Object delay = new clojure.lang.Delay(fn(TASK));
        raw.kept = delay;
        return FORCE.invoke(delay);
    }

    @Benchmark
    public Object delay_clojure(Raw raw) {
        Object delay = InClojure.DELAY.invoke(ONE);
        raw.kept = delay;
        return InClojure.FORCE.invoke(delay);
    }

    @Benchmark
    public Object forcedDelay_facade(Typed typed) {
        return typed.delay.deref();
    }

    @Benchmark
    public Object forcedDelay_ifn(Raw raw) {
        return DEREF.invoke(raw.delay);
    }

    @Benchmark
    public Object forcedDelay_clojure(Raw raw) {
        return InClojure.DEREF.invoke(raw.delay);
    }
}
