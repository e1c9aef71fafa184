package dev.trestle.bench.channels;

import java.util.concurrent.Callable;

/**
 * The thread at the other end of a channel. It runs as long as a measurement does, so that what is measured on this end is
 * how fast both get on: neither can be ahead of the other by more than the channel holds.
 */
final class Partner {
    private final Thread thread;
    private volatile Throwable failure;

    private Partner(Callable<?> loop) {
        thread = new Thread(() -> run(loop), "partner");
        thread.setDaemon(true);
    }

    static Partner start(Callable<?> loop) {
        Partner partner = new Partner(loop);
        partner.thread.start();
        return partner;
    }

    /** Waits for its end, which closing the channel brings about. */
    void join() throws InterruptedException {
        thread.join();
        if (failure != null) {
            throw new IllegalStateException("partner must not fail", failure);
        }
    }

    private void run(Callable<?> loop) {
        try {
            loop.call();
        } catch (Throwable e) {
            failure = e;
        }
    }
}
