package dev.trestle.async;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Makes channels. It asks for the engine before the facade's class is touched: a class initializer that waited for
 * core.async to be loaded would hang together with a namespace that makes a channel while it is loaded itself.
 */
@NullMarked
final class ChannelFactory {
    private ChannelFactory() {}

    static <T> Channel<T> create(@Nullable Buffer buffer, @Nullable IFn transducer, @Nullable IFn exHandler) {
        ChannelEngine engine = ChannelEngine.get();
        Object made = buffer instanceof BufferFacade facade ? facade.make(engine) : null;
        return new ChannelFacade<>(engine.channel(made, transducer, exHandler));
    }

    static <T> Channel<T> promise() {
        ChannelEngine engine = ChannelEngine.get();
        return new ChannelFacade<>(engine.channel(engine.promiseBuffer(), null, null));
    }

    static <T> Channel<T> wrap(@Nullable Object channel) {
        if (channel instanceof Channel<?> facade) {
            return Calls.cast(facade);
        }
        if (channel == null || !ChannelEngine.get().isChannel(channel)) {
            throw Checks.notAdoptable("core.async channel", channel);
        }
        return new ChannelFacade<>(channel);
    }
}
