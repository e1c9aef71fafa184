package dev.trestle.async;

import dev.trestle.internal.ChannelEngine;
import org.jspecify.annotations.NullMarked;

@NullMarked
record BufferFacade(int capacity, Maker maker) implements Buffer {
    /** Makes a core.async buffer. */
    interface Maker {
        Object make(ChannelEngine engine, int capacity);
    }

    static Buffer of(int capacity, Maker maker) {
        return new BufferFacade(capacity, maker);
    }

    Object make(ChannelEngine engine) {
        return maker.make(engine, capacity);
    }
}
