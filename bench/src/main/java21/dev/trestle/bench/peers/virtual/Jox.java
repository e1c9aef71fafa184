package dev.trestle.bench.peers.virtual;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Select;
import dev.trestle.bench.peers.Peer;

/** Jox, which needs Java 21. */
final class Jox implements Peer<Channel<Long>> {
    @Override
    public Channel<Long> channel(int capacity) {
        return capacity == 0 ? Channel.newRendezvousChannel() : Channel.newBufferedChannel(capacity);
    }

    @Override
    public void send(Channel<Long> to, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            to.send(VALUE);
        }
    }

    @Override
    public void receive(Channel<Long> from, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            from.receive();
        }
    }

    @Override
    public void forward(Channel<Long> from, Channel<Long> to, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            to.send(from.receive());
        }
    }

    @Override
    public void select(Channel<Long> one, Channel<Long> other, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Select.select(one.receiveClause(), other.receiveClause());
        }
    }
}
