package dev.trestle.async;

import clojure.lang.Keyword;
import dev.trestle.internal.Calls;
import dev.trestle.internal.LazyVar;
import java.util.Map;
import java.util.Optional;
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
    private static final Keyword CLOSED = Keyword.intern("closed?");
    private static final Keyword COUNTED_PUTS = Keyword.intern("puts");
    private static final Keyword COUNTED_TAKES = Keyword.intern("takes");
    private static final Keyword COUNTED_DROPS = Keyword.intern("drops");
    static final Keyword PUTS = Keyword.intern("put-count");
    static final Keyword TAKES = Keyword.intern("take-count");

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

    /** Says whether it is a channel of core.async's own kind: others describe themselves as they are. */
    boolean isKnown() {
        return !state.isEmpty();
    }

    boolean isClosed() {
        return Boolean.TRUE.equals(state.get(CLOSED));
    }

    int waiting(Keyword key) {
        return number(state, key);
    }

    int capacity() {
        return number(buffer(), CAPACITY);
    }

    /** Says whether it gives its one value to every take. */
    boolean isPromise() {
        return "PromiseBuffer".equals(String.valueOf(buffer().get(TYPE)));
    }

    /** What a buffer that counts has counted. */
    Optional<ChannelStats.Counts> counts() {
        Map<?, ?> buffer = buffer();
        if (buffer.get(COUNTED_PUTS) instanceof Long puts
                && buffer.get(COUNTED_TAKES) instanceof Long takes
                && buffer.get(COUNTED_DROPS) instanceof Long drops) {
            return Optional.of(new ChannelStats.Counts(puts, takes, drops));
        }
        return Optional.empty();
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
