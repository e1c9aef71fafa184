package dev.trestle.bench.channels;

import static dev.trestle.bench.channels.ByHand.completing;
import static dev.trestle.bench.channels.ByHand.var;

import clojure.lang.IFn;
import dev.trestle.async.Channel;
import dev.trestle.async.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One thread, both ends of a channel: what the operations cost when nobody waits.
 *
 * <p>{@code takeAsync} is {@value #TAKES} takes that wait, as many puts, and a look at each future; {@code takeAsyncReady}
 * finds a value. By hand the callback of {@code take!} completes a {@code CompletableFuture}: on core.async's pool if it had to wait, as the facade
 * does it, since dependents of the future must not run on the putter's thread, where a channel may be locked; at once if it
 * did not.
 */
public class ChannelBench {
    private static final Long VALUE = 1L;
    private static final int CAPACITY = 16;
    private static final int TAKES = 16;

    private static final IFn PUT = var(">!!");
    private static final IFn TAKE = var("<!!");
    private static final IFn OFFER = var("offer!");
    private static final IFn POLL = var("poll!");
    private static final IFn TAKE_ASYNC = var("take!");

    private static final class InClojure {
        static final IFn PUT_TAKE = ByHand.clojure("put-take");
        static final IFn OFFER_POLL = ByHand.clojure("offer-poll");
        static final IFn TAKE_ASYNC = ByHand.clojure("take-async");
        static final IFn TAKE_ASYNC_READY = ByHand.clojure("take-async-ready");
    }

    /** Channels with types. */
    @State(Scope.Thread)
    public static class Typed {
        final Channel<Long> buffered = Channel.buffered(CAPACITY);
        final Channel<Long> rendezvous = Channel.rendezvous();
        final List<CompletableFuture<Long>> futures = new ArrayList<>();
    }

    /** The same without. */
    @State(Scope.Thread)
    public static class Raw {
        final Object buffered = var("chan").invoke(CAPACITY);
        final Object rendezvous = var("chan").invoke();
        final List<CompletableFuture<Long>> futures = new ArrayList<>();
    }

    private static long sum(List<CompletableFuture<Long>> futures) throws Exception {
        long sum = 0;
        for (CompletableFuture<Long> future : futures) {
            sum += future.get();
        }
        futures.clear();
        return sum;
    }

    @Benchmark
    public Object putTake_facade(Typed typed) throws InterruptedException {
        typed.buffered.put(VALUE);
        return typed.buffered.take();
    }

    @Benchmark
    public Object putTake_ifn(Raw raw) {
        PUT.invoke(raw.buffered, VALUE);
        return TAKE.invoke(raw.buffered);
    }

    @Benchmark
    public Object putTake_clojure(Raw raw) {
        return InClojure.PUT_TAKE.invoke(raw.buffered, VALUE);
    }

    @Benchmark
    public Object offerPoll_facade(Typed typed) {
        return typed.buffered.offer(VALUE).isAccepted() && typed.buffered.poll() instanceof Taken.Value<Long> taken
                ? taken.value()
                : null;
    }

    @Benchmark
    public Object offerPoll_ifn(Raw raw) {
        return OFFER.invoke(raw.buffered, VALUE) == Boolean.TRUE ? POLL.invoke(raw.buffered) : null;
    }

    @Benchmark
    public Object offerPoll_clojure(Raw raw) {
        return InClojure.OFFER_POLL.invoke(raw.buffered, VALUE);
    }

    @Benchmark
    @OperationsPerInvocation(TAKES)
    public long takeAsync_facade(Typed typed) throws Exception {
        for (int i = 0; i < TAKES; i++) {
            typed.futures.add(typed.rendezvous.takeAsync());
        }
        for (int i = 0; i < TAKES; i++) {
            typed.rendezvous.put(VALUE);
        }
        return sum(typed.futures);
    }

    @Benchmark
    @OperationsPerInvocation(TAKES)
    public long takeAsync_ifn(Raw raw) throws Exception {
        for (int i = 0; i < TAKES; i++) {
            CompletableFuture<Long> future = new CompletableFuture<>();
            TAKE_ASYNC.invoke(raw.rendezvous, completing(future), false);
            raw.futures.add(future);
        }
        for (int i = 0; i < TAKES; i++) {
            PUT.invoke(raw.rendezvous, VALUE);
        }
        return sum(raw.futures);
    }

    @Benchmark
    @OperationsPerInvocation(TAKES)
    public Object takeAsync_clojure(Raw raw) {
        return InClojure.TAKE_ASYNC.invoke(raw.rendezvous, VALUE, TAKES);
    }

    @Benchmark
    public Object takeAsyncReady_facade(Typed typed) throws Exception {
        typed.buffered.put(VALUE);
        return typed.buffered.takeAsync().get();
    }

    @Benchmark
    public Object takeAsyncReady_ifn(Raw raw) throws Exception {
        PUT.invoke(raw.buffered, VALUE);
        CompletableFuture<Long> future = new CompletableFuture<>();
        TAKE_ASYNC.invoke(raw.buffered, completing(future));
        return future.get();
    }

    @Benchmark
    public Object takeAsyncReady_clojure(Raw raw) {
        return InClojure.TAKE_ASYNC_READY.invoke(raw.buffered, VALUE);
    }
}
