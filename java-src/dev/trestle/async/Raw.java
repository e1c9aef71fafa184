package dev.trestle.async;

import dev.trestle.internal.AsyncLibrary;
import dev.trestle.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What core.async is given for facades. */
@NullMarked
final class Raw {
    private Raw() {}

    static Object of(@Nullable ReadPort<?> port, String name) {
        return Checks.notNull(port, name).unwrap();
    }

    static Object of(@Nullable WritePort<?> port, String name) {
        return Checks.notNull(port, name).unwrap();
    }

    static List<Object> of(@Nullable List<? extends ReadPort<?>> ports) {
        List<Object> raw = new ArrayList<>();
        for (ReadPort<?> port : Checks.notNull(ports, "ports")) {
            raw.add(of(port, "port"));
        }
        return raw;
    }

    static @Nullable Object of(@Nullable Buffer buffer) {
        return buffer instanceof BufferFacade facade ? facade.claim().raw() : null;
    }

    /** A facade's raw object, or the object itself if it is of the kind. */
    static Object adopted(@Nullable Object object, String predicate, String kind) {
        if (object == null || !AsyncLibrary.is(predicate, object)) {
            throw Checks.notAdoptable("core.async " + kind, object);
        }
        return object;
    }
}
