package dev.trestle.bench.peers;

import dev.trestle.async.Channel;
import dev.trestle.async.Select;
import java.util.function.Function;

/** The facade. */
public final class Trestle implements Peer<Channel<Long>> {
    /** Makes it. */
    public Trestle() {}

    @Override
    public Channel<Long> channel(int capacity) {
        return capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
    }

    @Override
    public void send(Channel<Long> to, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            to.put(VALUE);
        }
    }

    @Override
    public void receive(Channel<Long> from, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            from.take();
        }
    }

    @Override
    public void forward(Channel<Long> from, Channel<Long> to, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            to.put(from.take());
        }
    }

    @Override
    public void select(Channel<Long> one, Channel<Long> other, int count) throws InterruptedException {
        Select<Long> select = Select.<Long>builder()
                .take(one, Function.identity())
                .take(other, Function.identity())
                .build();
        for (int i = 0; i < count; i++) {
            select.select();
        }
    }
}
