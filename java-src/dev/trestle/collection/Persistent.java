package dev.trestle.collection;

import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IPersistentVector;
import dev.trestle.internal.Checks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Checks that a collection is one of Clojure's, and says how to make it one. */
@NullMarked
final class Persistent {
    private Persistent() {}

    static void vector(@Nullable List<?> list, String name) {
        if (!(list instanceof IPersistentVector)) {
            throw notClojures(Checks.notNull(list, name), name, "vector", "Vectors.from(" + name + ")");
        }
    }

    static void map(@Nullable Map<?, ?> map, String name) {
        if (!(map instanceof IPersistentMap)) {
            throw notClojures(Checks.notNull(map, name), name, "map", "Maps.from(" + name + ")");
        }
    }

    static void set(@Nullable Set<?> set, String name) {
        if (!(set instanceof IPersistentSet)) {
            throw notClojures(Checks.notNull(set, name), name, "set", "Sets.from(" + name + ")");
        }
    }

    static void index(int index, int bound, List<?> list) {
        if (index < 0 || index >= bound) {
            throw new IndexOutOfBoundsException(
                    "index must be >= 0 and < " + bound + ", was " + index + " (size " + list.size() + ")");
        }
    }

    private static IllegalArgumentException notClojures(Object value, String name, String kind, String remedy) {
        return new IllegalArgumentException(name + " must be a Clojure " + kind + ", was "
                + value.getClass().getName() + ": convert it with " + remedy);
    }
}
