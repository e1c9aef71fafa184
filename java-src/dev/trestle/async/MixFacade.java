package dev.trestle.async;

import clojure.lang.Keyword;
import clojure.lang.PersistentHashMap;
import dev.trestle.internal.AsyncLibrary;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
record MixFacade<T>(Object raw) implements Mix<T> {
    static <T> Mix<T> of(WritePort<? super T> out) {
        Object port = Raw.of(out, "out");
        return new MixFacade<>(AsyncLibrary.own("mix").invoke(port));
    }

    static <T> Mix<T> wrap(@Nullable Object mix) {
        return mix instanceof Mix<?> facade ? Calls.cast(facade) : new MixFacade<>(Raw.adopted(mix, "mix?", "mix"));
    }

    @Override
    public Connection admix(ReadPort<? extends T> input) {
        Calls.invoke(AsyncLibrary.fn("admix"), raw, Raw.of(input, "input"));
        return () -> unmix(input);
    }

    @Override
    public void unmix(ReadPort<? extends T> input) {
        Calls.invoke(AsyncLibrary.fn("unmix"), raw, Raw.of(input, "input"));
        Calls.invoke(AsyncLibrary.fn("unmix"), raw, input); // Clojure code may have given the facade
    }

    @Override
    public void unmixAll() {
        Calls.invoke(AsyncLibrary.fn("unmix-all"), raw);
    }

    @Override
    public void toggle(Map<? extends ReadPort<? extends T>, Map<Mode, Boolean>> states) {
        Map<Object, Object> all = new HashMap<>();
        Checks.notNull(states, "states").forEach((input, modes) -> {
            Map<Keyword, Object> own = new HashMap<>();
            Checks.notNull(modes, "modes")
                    .forEach((mode, on) -> own.put(
                            keyword(Checks.notNull(mode, "mode")),
                            Checks.notNull(on, "on") ? Boolean.TRUE : Boolean.FALSE));
            all.put(Raw.of(input, "input"), PersistentHashMap.create(own));
        });
        Calls.invoke(AsyncLibrary.fn("toggle"), raw, PersistentHashMap.create(all));
    }

    @Override
    public void soloMode(Mode mode) {
        if (Checks.notNull(mode, "mode") == Mode.SOLO) {
            throw new IllegalArgumentException("mode must be MUTE or PAUSE, was SOLO");
        }
        Calls.invoke(AsyncLibrary.fn("solo-mode"), raw, keyword(mode));
    }

    private static Keyword keyword(Mode mode) {
        return Keyword.intern(mode.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Object unwrap() {
        return raw;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MixFacade<?> that && raw == that.raw;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        return Describe.identity("Mix", raw);
    }
}
