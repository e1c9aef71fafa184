package dev.trestle.collection;

import clojure.lang.Associative;
import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The operations of {@link Maps} on nested collections. */
@NullMarked
@SuppressWarnings("TypeParameterUnusedInFormals")
final class Paths {
    private static final IFn ASSOC_IN = Vars.core("assoc-in");
    private static final IFn UPDATE_IN = Vars.core("update-in");
    private static final IFn GET_IN = Vars.core("get-in");

    private Paths() {}

    static <M> M assocIn(Map<?, ?> map, List<?> path, @Nullable Object value) {
        check(map, path);
        try {
            return Calls.invoke(ASSOC_IN, map, path, value);
        } catch (ClassCastException | IndexOutOfBoundsException e) {
            throw explained(map, path, e);
        }
    }

    static <M> M updateIn(Map<?, ?> map, List<?> path, Function<?, ?> f) {
        check(map, path);
        IFn update = Functions.ofFunction(Checks.notNull(f, "f"));
        try {
            return Calls.invoke(UPDATE_IN, map, path, update);
        } catch (ClassCastException | IndexOutOfBoundsException e) {
            throw explained(map, path, e);
        }
    }

    static <X extends @Nullable Object> X getIn(Map<?, ?> map, List<?> path, @Nullable Object fallback) {
        return Calls.invoke(GET_IN, Checks.notNull(map, "map"), Checks.notNull(path, "path"), fallback);
    }

    static <X extends @Nullable Object> X getIn(Map<?, ?> map, List<?> path) {
        return Calls.invoke(GET_IN, Checks.notNull(map, "map"), Checks.notNull(path, "path"));
    }

    private static void check(Map<?, ?> map, List<?> path) {
        Persistent.map(map, "map");
        if (Checks.notNull(path, "path").isEmpty()) {
            throw new IllegalArgumentException("path must have a key, was empty");
        }
    }

    /** Looks for the reason only after a failure, so that a good path costs nothing more than Clojure's own. */
    private static RuntimeException explained(Map<?, ?> map, List<?> path, RuntimeException failure) {
        for (int keys = 1; keys < path.size(); keys++) {
            List<?> lead = path.subList(0, keys);
            Object reached = Paths.<@Nullable Object>getIn(map, lead);
            if (reached == null) {
                return failure;
            }
            if (!(reached instanceof Associative)) {
                return new IllegalArgumentException(
                        "path must lead through Clojure maps or vectors, was " + path + ": at " + lead + " is a "
                                + reached.getClass().getName(),
                        failure);
            }
        }
        return failure;
    }
}
