package dev.trestle.bench.overhead;

import static dev.trestle.bench.overhead.ByHand.fn;
import static dev.trestle.bench.overhead.ByHand.var;
import static dev.trestle.bench.overhead.Work.INC;
import static dev.trestle.bench.overhead.Work.ONE;

import clojure.lang.AFn;
import clojure.lang.IFn;
import dev.trestle.reference.Agent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Agents. {@code send} is a hundred sends and one wait for all of them. {@code sendAsync} is one send and a wait for its
 * state: by hand and in Clojure the action delivers a promise, which knows nothing of validators, watchers, failures.
 */
public class AgentBench {
    private static final int SENDS = 100;

    private static final IFn AGENT = var("agent");
    private static final IFn SEND = var("send");
    private static final IFn AWAIT = var("await");
    private static final IFn PROMISE = var("promise");
    private static final IFn DELIVER = var("deliver");
    private static final IFn DEREF = var("deref");

    private static final class InClojure {
        static final IFn SEND = ClojureCode.fn("agent-sends");
        static final IFn SEND_ASYNC = ClojureCode.fn("agent-send-async");
    }

    /** An agent with a type. */
    @State(Scope.Thread)
    public static class Typed {
        final Agent<Long> agent = Agent.of(ONE);

        /** Keeps the pools from keeping the JVM alive. */
        public Typed() {
            Pools.ofDaemons();
        }
    }

    /** The same without. */
    @State(Scope.Thread)
    public static class Raw {
        final Object agent = AGENT.invoke(ONE);

        /** Keeps the pools from keeping the JVM alive. */
        public Raw() {
            Pools.ofDaemons();
        }
    }

    @Benchmark
    @OperationsPerInvocation(SENDS)
    public Object send_facade(Typed typed) throws InterruptedException {
        for (int i = 0; i < SENDS; i++) {
            typed.agent.send(INC);
        }
        typed.agent.await();
        return typed.agent;
    }

    @Benchmark
    @OperationsPerInvocation(SENDS)
    public Object send_ifn(Raw raw) {
        for (int i = 0; i < SENDS; i++) {
            SEND.invoke(raw.agent, fn(INC));
        }
        AWAIT.invoke(raw.agent);
        return raw.agent;
    }

    @Benchmark
    @OperationsPerInvocation(SENDS)
    public Object send_clojure(Raw raw) {
        return InClojure.SEND.invoke(raw.agent, SENDS);
    }

    @Benchmark
    public Object sendAsync_facade(Typed typed) throws Exception {
        return typed.agent.sendAsync(INC).get();
    }

    @Benchmark
    public Object sendAsync_ifn(Raw raw) {
        Object promise = PROMISE.invoke();
        SEND.invoke(raw.agent, new AFn() {
            @Override
            public Object invoke(Object state) {
                Long next = INC.apply((Long) state);
                DELIVER.invoke(promise, next);
                return next;
            }
        });
        return DEREF.invoke(promise);
    }

    @Benchmark
    public Object sendAsync_clojure(Raw raw) {
        return InClojure.SEND_ASYNC.invoke(raw.agent);
    }
}
