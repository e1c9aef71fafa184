package dev.trestle.async;

import clojure.lang.Keyword;
import dev.trestle.internal.Calls;
import dev.trestle.internal.LazyVar;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What a channel holds at a moment, as core.async's own {@code datafy} tells it, without its lock. */
@NullMarked
record Contents(Map<?, ?> state) {
    private static final LazyVar DATAFY = new LazyVar("clojure.datafy", "datafy");
    private static final Keyword BUFFER = Keyword.intern("buffer");
    private static final Keyword COUNT = Keyword.intern("count");
    private static final Keyword CAPACITY = Keyword.intern("capacity");
    private static final Keyword TYPE = Keyword.intern("type");
    private static final Keyword PUTS = Keyword.intern("put-count");

    static Contents of(Object raw) {
        Object state = Calls.invoke(DATAFY.get(), raw);
        return new Contents(state instanceof Map<?, ?> map ? map : Map.of());
    }

    /** Says for certain that no value will ever come; false may mean that it is not known. */
    static boolean isDrained(ReadPort<?> port) {
        if (!port.isClosed()) {
            return false;
        }
        ChannelFacade.ENGINE.sweepTakes(port.unwrap()); // passes through the lock that closing holds until it is done
        Contents contents = of(port.unwrap());
        return contents.state.get(PUTS) instanceof Number puts && puts.intValue() == 0 && contents.buffered() == 0;
    }

    int buffered() {
        return number(buffer(), COUNT);
    }

    /** How many values would be accepted without a taker. */
    int room() {
        Map<?, ?> buffer = buffer();
        boolean waits = buffer.isEmpty() || String.valueOf(buffer.get(TYPE)).equals("FixedBuffer");
        return waits ? Math.max(0, number(buffer, CAPACITY) - number(buffer, COUNT)) : Integer.MAX_VALUE;
    }

    private Map<?, ?> buffer() {
        return state.get(BUFFER) instanceof Map<?, ?> buffer ? buffer : Map.of();
    }

    private static int number(Map<?, ?> buffer, Keyword key) {
        @Nullable Object number = buffer.get(key);
        return number instanceof Number n ? n.intValue() : 0;
    }
}
