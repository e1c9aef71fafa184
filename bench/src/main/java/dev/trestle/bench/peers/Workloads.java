package dev.trestle.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The workloads by which Jox compares its channels with others, in
 * <a href="https://github.com/softwaremill/jox/tree/main/bench">its repository</a>: a rendezvous and a buffer between two
 * threads, a chain of channels, pairs of threads side by side, and a choice between two channels. There an invocation moves
 * millions of values through up to 10,000 channels; here {@value #VALUES} through fewer, so that short measurements can take
 * turns. An invocation makes its channels, starts its threads and waits for their end: that is a part of its time.
 */
public final class Workloads {
    /** How many transfers an invocation is. */
    public static final int VALUES = 10_000;

    private Workloads() {}

    /** One thread sends, another receives. */
    public static <C> void pair(ThreadFactory threads, Peer<C> peer, int capacity) throws InterruptedException {
        pairs(threads, peer, capacity, 1);
    }

    /** Several such pairs side by side, each with a channel of its own. */
    public static <C> void pairs(ThreadFactory threads, Peer<C> peer, int capacity, int pairs)
            throws InterruptedException {
        Crew crew = new Crew(threads);
        for (int i = 0; i < pairs; i++) {
            C channel = peer.channel(capacity);
            crew.add(() -> peer.send(channel, VALUES / pairs));
            crew.add(() -> peer.receive(channel, VALUES / pairs));
        }
        crew.work();
    }

    /** Each value goes through a chain of channels, from thread to thread. */
    public static <C> void chain(ThreadFactory threads, Peer<C> peer, int capacity, int length)
            throws InterruptedException {
        int values = VALUES / length;
        List<C> channels = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            channels.add(peer.channel(capacity));
        }
        Crew crew = new Crew(threads);
        crew.add(() -> peer.send(channels.get(0), values));
        for (int i = 1; i < length; i++) {
            C from = channels.get(i - 1);
            C to = channels.get(i);
            crew.add(() -> peer.forward(from, to, values));
        }
        crew.add(() -> peer.receive(channels.get(length - 1), values));
        crew.work();
    }

    /** Two threads send, each to a channel without a buffer, and a third receives from whichever has a value. */
    public static <C> void select(ThreadFactory threads, Peer<C> peer) throws InterruptedException {
        C one = peer.channel(0);
        C other = peer.channel(0);
        Crew crew = new Crew(threads);
        crew.add(() -> peer.send(one, VALUES / 2));
        crew.add(() -> peer.send(other, VALUES / 2));
        crew.add(() -> peer.select(one, other, VALUES));
        crew.work();
    }
}
