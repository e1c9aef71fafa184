package dev.trestle.pipeline;

import dev.trestle.async.ChannelStats;
import dev.trestle.async.ReadPort;
import dev.trestle.internal.Calls;
import dev.trestle.internal.ReadSide;
import org.jspecify.annotations.NullMarked;

/** A subscription whose events others take. */
@NullMarked
final class Taking<T> extends Subscriber<T> implements ChannelSubscription<T>, ReadSide {
    Taking(Settings settings) {
        super(settings);
    }

    @Override
    public ReadPort<T> events() {
        return Calls.cast(channel.readOnly());
    }

    @Override
    public Object unwrap() {
        return channel.unwrap();
    }

    @Override
    public Stats stats() {
        long gone = undelivered.get();
        long taken = channel.stats().counts().map(ChannelStats.Counts::takes).orElse(0L) - gone;
        return stats(Math.max(0, taken), 0, 0);
    }

    @Override
    void arrived() {}

    @Override
    void overflowed(Object payload, IllegalStateException why) {
        channel.close(why);
    }

    @Override
    boolean awaitEnd(long nanos) {
        return true;
    }
}
