package dev.trestle.collection;

import clojure.lang.IFn;
import clojure.lang.Keyword;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Vars;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Clojure's keywords, typed as {@link Object}: they are what Clojure code uses as the keys of its maps.
 *
 * <p>Clojure: {@code :name}, {@code :ns/name}. There is one object for each keyword, so {@code ==} compares them.
 *
 * <pre>{@code
 * Map<Object, Object> account = Maps.of(Keywords.of("balance"), 100L);
 * Keywords.name(Keywords.of("bank", "id")); // "id"
 * }</pre>
 *
 * <p>Thread-safe. Memory consistency effects: a keyword is immutable and may be shared without synchronization.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Keywords {
    private static final IFn KEYWORD = Vars.core("keyword");

    private Keywords() {}

    /**
     * Returns a keyword. Clojure: {@code (keyword name)}; a slash in the name ends the namespace, as in {@code "ns/name"}.
     *
     * @param name its name, without the colon
     * @return the keyword
     */
    public static Object of(String name) {
        return Calls.invoke(KEYWORD, Checks.notNull(name, "name"));
    }

    /**
     * Returns a keyword with a namespace. Clojure: {@code (keyword ns name)}.
     *
     * @param namespace its namespace
     * @param name its name
     * @return the keyword
     */
    public static Object of(String namespace, String name) {
        return Calls.invoke(KEYWORD, Checks.notNull(namespace, "namespace"), Checks.notNull(name, "name"));
    }

    /**
     * Says whether a value is a keyword. Clojure: {@code (keyword? x)}.
     *
     * @param value any value
     * @return true for a keyword
     */
    public static boolean isKeyword(@Nullable Object value) {
        return value instanceof Keyword;
    }

    /**
     * Returns the name of a keyword, without its namespace. Clojure: {@code (name k)}.
     *
     * @param keyword a keyword
     * @return its name
     * @throws IllegalArgumentException if it is not a keyword
     */
    public static String name(Object keyword) {
        return adopt(keyword).getName();
    }

    /**
     * Returns the namespace of a keyword. Clojure: {@code (namespace k)}.
     *
     * @param keyword a keyword
     * @return its namespace, or null if it has none
     * @throws IllegalArgumentException if it is not a keyword
     */
    public static @Nullable String namespace(Object keyword) {
        return adopt(keyword).getNamespace();
    }

    private static Keyword adopt(Object keyword) {
        return Checks.adopt(Keyword.class, Checks.notNull(keyword, "keyword"));
    }
}
