package dev.trestle.bench.peers;

import clojure.java.api.Clojure;
import clojure.lang.IDeref;
import clojure.lang.IFn;

/** core.async itself: the compiled functions of {@code peers.clj}, on threads, with its blocking operations. */
public final class CoreAsync implements Peer<Object> {
    private static final String NAMESPACE = "dev.trestle.bench.peers";

    static {
        Clojure.var("clojure.core", "require").invoke(Clojure.read(NAMESPACE));
    }

    private static final IFn CHANNEL = fn("channel");
    private static final IFn SEND = fn("send-all");
    private static final IFn RECEIVE = fn("receive-all");
    private static final IFn FORWARD = fn("forward-all");
    private static final IFn SELECT = fn("select-all");

    /** Makes it. */
    public CoreAsync() {}

    private static IFn fn(String name) {
        return (IFn) ((IDeref) Clojure.var(NAMESPACE, name)).deref();
    }

    @Override
    public Object channel(int capacity) {
        return CHANNEL.invoke(capacity);
    }

    @Override
    public void send(Object to, int count) {
        SEND.invoke(to, VALUE, count);
    }

    @Override
    public void receive(Object from, int count) {
        RECEIVE.invoke(from, count);
    }

    @Override
    public void forward(Object from, Object to, int count) {
        FORWARD.invoke(from, to, count);
    }

    @Override
    public void select(Object one, Object other, int count) {
        SELECT.invoke(one, other, count);
    }
}
