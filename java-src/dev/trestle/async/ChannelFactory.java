package dev.trestle.async;

import clojure.lang.IFn;
import dev.trestle.collection.Transducer;
import dev.trestle.internal.Calls;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Makes channels. It asks for the engine before the facade's class is touched: a class initializer that waited for
 * core.async to be loaded would hang together with a namespace that makes a channel while it is loaded itself.
 */
@NullMarked
final class ChannelFactory {
    private ChannelFactory() {}

    static <T> Channel<T> create(@Nullable Buffer buffer) {
        ChannelEngine engine = ChannelEngine.get();
        return new ChannelFacade<>(
                engine.channel(buffer == null ? null : made(buffer).raw(), null, null));
    }

    static <T> Channel<T> create(
            Buffer buffer, Transducer<?, ?> transducer, @Nullable Function<? super Throwable, ?> exHandler) {
        ChannelEngine engine = ChannelEngine.get();
        IFn once = Transductions.once(transducer);
        BufferFacade.Made made = made(buffer);
        IFn handler = Transductions.handler(exHandler, made.tally());
        return new ChannelFacade<>(engine.channel(made.raw(), once, handler));
    }

    private static BufferFacade.Made made(Buffer buffer) {
        return ((BufferFacade) Checks.notNull(buffer, "buffer")).claim();
    }

    static <T> Channel<T> promise() {
        ChannelEngine engine = ChannelEngine.get();
        return new ChannelFacade<>(engine.channel(engine.promiseBuffer(), null, null));
    }

    static <T> Channel<T> wrap(@Nullable Object channel) {
        if (channel instanceof Channel<?> facade) {
            return Calls.cast(facade);
        }
        ChannelEngine engine = ChannelEngine.get();
        if (channel == null || !engine.isReadPort(channel) || !engine.isWritePort(channel)) {
            throw Checks.notAdoptable("core.async channel", channel);
        }
        return new ChannelFacade<>(channel);
    }
}
