package dev.trestle.async;

import dev.trestle.internal.Describe;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Remembers why channels were closed, as long as the channels live: two facades of one channel see the same. */
@NullMarked
final class CloseCauses {
    private static final Map<Object, Throwable> CAUSES = Collections.synchronizedMap(new WeakHashMap<>());

    private CloseCauses() {}

    static void closing(Object port, Throwable cause) {
        CAUSES.putIfAbsent(port, cause);
    }

    static @Nullable Throwable of(Object port) {
        return CAUSES.get(port);
    }

    /** Call it when a take has found the channel closed and drained. */
    static @Nullable ChannelFailedException failure(Object port) {
        Throwable cause = CAUSES.get(port);
        return cause == null
                ? null
                : new ChannelFailedException(
                        "channel must be open, was closed because of " + Describe.value(cause) + ": "
                                + Describe.identity("Channel", port),
                        cause);
    }
}
