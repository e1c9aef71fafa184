package dev.trestle.bench.peers;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;

/** The JDK's queues: neither can be closed, and nothing selects from them. */
public final class Jdk implements Peer<BlockingQueue<Long>> {
    /** Makes it. */
    public Jdk() {}

    @Override
    public BlockingQueue<Long> channel(int capacity) {
        return capacity == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public void send(BlockingQueue<Long> to, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            to.put(VALUE);
        }
    }

    @Override
    public void receive(BlockingQueue<Long> from, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            from.take();
        }
    }

    @Override
    public void forward(BlockingQueue<Long> from, BlockingQueue<Long> to, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            to.put(from.take());
        }
    }

    @Override
    public void select(BlockingQueue<Long> one, BlockingQueue<Long> other, int count) {
        throw new UnsupportedOperationException("queues must be received from one by one");
    }
}
