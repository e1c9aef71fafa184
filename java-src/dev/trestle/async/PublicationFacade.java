package dev.trestle.async;

import dev.trestle.internal.AsyncLibrary;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Functions;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
record PublicationFacade<T, K>(Object raw) implements Publication<T, K> {
    /** The topic of values that have none: nobody can subscribe to it. */
    private static final Object NOWHERE = new Object();

    static <T, K> Publication<T, K> of(
            ReadPort<? extends T> source,
            Function<? super T, ? extends K> topic,
            Function<? super K, ? extends @Nullable Buffer> buffers) {
        Object port = Raw.of(source, "source");
        Checks.notNull(topic, "topic");
        Checks.notNull(buffers, "buffers");
        Function<T, @Nullable Object> guarded = value -> Guarded.orElse(() -> topic.apply(value), NOWHERE);
        Function<K, @Nullable Object> made = key -> Raw.of(buffers.apply(key));
        return new PublicationFacade<>(
                AsyncLibrary.own("pub").invoke(port, Functions.ofFunction(guarded), Functions.ofFunction(made)));
    }

    static <T, K> Publication<T, K> wrap(@Nullable Object publication) {
        return publication instanceof Publication<?, ?> facade
                ? Calls.cast(facade)
                : new PublicationFacade<>(Raw.adopted(publication, "publication?", "publication"));
    }

    @Override
    public Connection sub(K topic, WritePort<? super T> to, boolean close) {
        Calls.invoke(AsyncLibrary.fn("sub"), raw, topic, Raw.of(to, "to"), close);
        return () -> unsub(topic, to);
    }

    @Override
    public void unsub(K topic, WritePort<? super T> to) {
        Calls.invoke(AsyncLibrary.fn("unsub"), raw, topic, Raw.of(to, "to"));
        Calls.invoke(AsyncLibrary.fn("unsub"), raw, topic, to); // Clojure code may have given the facade
    }

    @Override
    public void unsubAll() {
        Calls.invoke(AsyncLibrary.fn("unsub-all"), raw);
    }

    @Override
    public void unsubAll(K topic) {
        Calls.invoke(AsyncLibrary.fn("unsub-all"), raw, topic);
    }

    @Override
    public Object unwrap() {
        return raw;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicationFacade<?, ?> that && raw == that.raw;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        return Describe.identity("Publication", raw);
    }
}
