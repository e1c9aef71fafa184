package dev.trestle.async;

import dev.trestle.internal.AsyncLibrary;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Describe;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
record MultFacade<T>(Object raw) implements Mult<T> {
    static <T> Mult<T> of(ReadPort<? extends T> source) {
        Object port = Raw.of(source, "source");
        return new MultFacade<>(AsyncLibrary.own("mult").invoke(port));
    }

    static <T> Mult<T> wrap(@Nullable Object mult) {
        return mult instanceof Mult<?> facade
                ? Calls.cast(facade)
                : new MultFacade<>(Raw.adopted(mult, "mult?", "mult"));
    }

    @Override
    public Connection tap(WritePort<? super T> to, boolean close) {
        Object port = Raw.of(to, "to");
        Calls.invoke(AsyncLibrary.fn("tap"), raw, port, close);
        return () -> untap(to);
    }

    @Override
    public void untap(WritePort<? super T> to) {
        Calls.invoke(AsyncLibrary.fn("untap"), raw, Raw.of(to, "to"));
        Calls.invoke(AsyncLibrary.fn("untap"), raw, to); // Clojure code may have given the facade
    }

    @Override
    public void untapAll() {
        Calls.invoke(AsyncLibrary.fn("untap-all"), raw);
    }

    @Override
    public Object unwrap() {
        return raw;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MultFacade<?> that && raw == that.raw;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        return Describe.identity("Mult", raw);
    }
}
