package dev.trestle.collection;

import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Operations on Clojure's persistent maps, typed as {@link Map}.
 *
 * <p>Clojure: {@code assoc}, {@code dissoc}, {@code update}, {@code assoc-in}, ... Each method that changes a map gives a
 * new one. Its map argument must be a Clojure map already; {@link #from} makes one of anything else. Keys and values may
 * be null, and keys are found by Clojure's {@code =}: {@code 1} and {@code 1L} are the same key.
 *
 * <p>A path is the list of keys that leads into nested maps (and vectors, whose keys are indexes).
 *
 * <pre>{@code
 * Map<String, Map<String, Long>> hits = Maps.empty();
 * hits = Maps.assocIn(hits, List.of("fr", "/home"), 1L);
 * hits = Maps.updateIn(hits, List.of("fr", "/home"), (Long n) -> n + 1);
 * long n = Maps.getIn(hits, List.of("fr", "/home"), 0L); // 2
 * }</pre>
 *
 * <p>Thread-safe. Memory consistency effects: a map is immutable and may be shared without synchronization.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Maps {
    private static final IFn ARRAY_MAP = Vars.core("array-map");
    private static final IFn INTO = Vars.core("into");
    private static final IFn ASSOC = Vars.core("assoc");
    private static final IFn DISSOC = Vars.core("dissoc");
    private static final IFn UPDATE = Vars.core("update");
    private static final IFn MERGE = Vars.core("merge");
    private static final IFn MERGE_WITH = Vars.core("merge-with");
    private static final IFn SELECT_KEYS = Vars.core("select-keys");
    private static final Object EMPTY = ARRAY_MAP.invoke();

    private Maps() {}

    /**
     * Returns the empty map. Clojure: <code>{}</code>.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the empty map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> empty() {
        return Calls.cast(EMPTY);
    }

    /**
     * Returns a map of one entry. Clojure: <code>{k v}</code>.
     *
     * @param k the key
     * @param v its value
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> of(K k, V v) {
        return Calls.invoke(ARRAY_MAP, k, v);
    }

    /**
     * Returns a map of two entries. Clojure: <code>{k1 v1 k2 v2}</code>, the literal, which like {@link Map#of} refuses to
     * name a key twice.
     *
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a map
     * @throws IllegalArgumentException if two keys are equal under Clojure's {@code =}
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> of(K k1, V v1, K k2, V v2) {
        return adding(of(k1, v1), k2, v2);
    }

    /**
     * Returns a map of three entries. Clojure: <code>{k1 v1 k2 v2 k3 v3}</code>.
     *
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a map
     * @throws IllegalArgumentException if two keys are equal under Clojure's {@code =}
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> of(
            K k1, V v1, K k2, V v2, K k3, V v3) {
        return adding(of(k1, v1, k2, v2), k3, v3);
    }

    /**
     * Returns a map of four entries; more come {@link #from} a Java map. Clojure: <code>{k1 v1 k2 v2 k3 v3 k4 v4}</code>.
     *
     * @param k1 the first key
     * @param v1 its value
     * @param k2 the second key
     * @param v2 its value
     * @param k3 the third key
     * @param v3 its value
     * @param k4 the fourth key
     * @param v4 its value
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a map
     * @throws IllegalArgumentException if two keys are equal under Clojure's {@code =}
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> of(
            K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4) {
        return adding(of(k1, v1, k2, v2, k3, v3), k4, v4);
    }

    /**
     * Returns a map of the entries of another. Clojure: <code>(into {} m)</code>, except that a Clojure map is returned as
     * it is.
     *
     * @param source the entries
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> from(
            Map<? extends K, ? extends V> source) {
        Checks.notNull(source, "source");
        return source instanceof IPersistentMap ? Calls.cast(source) : Calls.invoke(INTO, EMPTY, source);
    }

    /**
     * Adds or replaces an entry. Clojure: {@code (assoc m k v)}.
     *
     * @param map a map
     * @param key the key
     * @param value its new value
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the changed map
     * @throws IllegalArgumentException if {@code map} is not a Clojure map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> assoc(
            Map<? extends K, ? extends V> map, K key, V value) {
        Persistent.map(map, "map");
        return Calls.invoke(ASSOC, map, key, value);
    }

    /**
     * Removes an entry. Clojure: {@code (dissoc m k)}.
     *
     * @param map a map
     * @param key its key
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the map without it
     * @throws IllegalArgumentException if {@code map} is not a Clojure map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> dissoc(
            Map<? extends K, ? extends V> map, @Nullable Object key) {
        Persistent.map(map, "map");
        return Calls.invoke(DISSOC, map, key);
    }

    /**
     * Replaces a value by what a function makes of it. Clojure: {@code (update m k f)}.
     *
     * @param map a map
     * @param key the key
     * @param f gives the new value for the old, which is null if there is no such key
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the changed map
     * @throws IllegalArgumentException if {@code map} is not a Clojure map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> update(
            Map<? extends K, ? extends V> map, K key, Function<? super @Nullable V, ? extends V> f) {
        Persistent.map(map, "map");
        return Calls.invoke(UPDATE, map, key, Functions.ofFunction(Checks.notNull(f, "f")));
    }

    /**
     * Adds the entries of another map, which win. Clojure: {@code (merge m other)}.
     *
     * @param map a map
     * @param other what to add, any map
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the merged map
     * @throws IllegalArgumentException if {@code map} is not a Clojure map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> merge(
            Map<? extends K, ? extends V> map, Map<? extends K, ? extends V> other) {
        Persistent.map(map, "map");
        return Calls.invoke(MERGE, map, Checks.notNull(other, "other"));
    }

    /**
     * Adds the entries of another map, combining the values of keys that both have. Clojure: {@code (merge-with f m other)}.
     *
     * @param f combines the old value and the other's
     * @param map a map
     * @param other what to add, any map
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the merged map
     * @throws IllegalArgumentException if {@code map} is not a Clojure map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> mergeWith(
            BiFunction<? super V, ? super V, ? extends V> f,
            Map<? extends K, ? extends V> map,
            Map<? extends K, ? extends V> other) {
        Checks.notNull(f, "f");
        Persistent.map(map, "map");
        return Calls.invoke(MERGE_WITH, Functions.ofBiFunction(f), map, Checks.notNull(other, "other"));
    }

    /**
     * Keeps the entries of some keys. Clojure: {@code (select-keys m ks)}.
     *
     * @param map a map
     * @param keys which keys
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a map of those of the keys that are there
     * @throws IllegalArgumentException if {@code map} is not a Clojure map
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> selectKeys(
            Map<? extends K, ? extends V> map, Iterable<?> keys) {
        Persistent.map(map, "map");
        return Calls.invoke(SELECT_KEYS, map, Checks.notNull(keys, "keys"));
    }

    /**
     * Adds what a transducer makes of a source. Clojure: {@code (into to xform from)}; {@link Map#entry} makes entries.
     *
     * @param map a map
     * @param xform the transducer, which must give entries
     * @param source what goes into the transducer
     * @param <A> the type of what goes in
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the larger map
     * @throws IllegalArgumentException if {@code map} is not a Clojure map
     */
    public static <A extends @Nullable Object, K extends @Nullable Object, V extends @Nullable Object> Map<K, V> into(
            Map<? extends K, ? extends V> map,
            Transducer<A, ? extends Map.Entry<? extends K, ? extends V>> xform,
            Iterable<? extends A> source) {
        Persistent.map(map, "map");
        Object raw = Checks.notNull(xform, "xform").unwrap();
        return Calls.invoke(INTO, map, raw, Checks.notNull(source, "source"));
    }

    /**
     * Sets the value at the end of a path; maps that are missing on the way are made. Clojure:
     * {@code (assoc-in m path v)}.
     *
     * @param map a map
     * @param path the keys that lead to the value, at least one
     * @param value the new value, of the type that the path leads to
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the changed map
     * @throws IllegalArgumentException if {@code map}, or what the path leads through, is not Clojure's; or if the path is
     *     empty, which Clojure takes for the key nil
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> assocIn(
            Map<? extends K, ? extends V> map, List<?> path, @Nullable Object value) {
        return Paths.assocIn(map, path, value);
    }

    /**
     * Replaces the value at the end of a path by what a function makes of it. Clojure: {@code (update-in m path f)}.
     *
     * @param map a map
     * @param path the keys that lead to the value, at least one
     * @param f gives the new value for the old, which is null if there is none
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param <X> the type of what the path leads to
     * @return the changed map
     * @throws IllegalArgumentException if {@code map}, or what the path leads through, is not Clojure's; or if the path is
     *     empty, which Clojure takes for the key nil
     */
    public static <K extends @Nullable Object, V extends @Nullable Object, X extends @Nullable Object>
            Map<K, V> updateIn(
                    Map<? extends K, ? extends V> map,
                    List<?> path,
                    Function<? super X, ? extends @Nullable Object> f) {
        return Paths.updateIn(map, path, f);
    }

    /**
     * Returns the value at the end of a path. Clojure: {@code (get-in m path)}.
     *
     * @param map a map, Clojure's or not
     * @param path the keys that lead to the value
     * @param <X> the type of what the path leads to: the caller's word for it
     * @return the value, or null if there is none
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <X extends @Nullable Object> @Nullable X getIn(Map<?, ?> map, List<?> path) {
        return Paths.getIn(map, path);
    }

    /**
     * Returns the value at the end of a path, or a fallback. Clojure: {@code (get-in m path not-found)}.
     *
     * @param map a map, Clojure's or not
     * @param path the keys that lead to the value
     * @param fallback what to return if there is none
     * @param <X> the type of what the path leads to: the caller's word for it
     * @return the value
     */
    public static <X extends @Nullable Object> X getIn(Map<?, ?> map, List<?> path, X fallback) {
        return Paths.getIn(map, path, fallback);
    }

    private static <K extends @Nullable Object, V extends @Nullable Object> Map<K, V> adding(
            Map<K, V> map, K key, V value) {
        Map<K, V> larger = assoc(map, key, value);
        if (larger.size() == map.size()) {
            throw new IllegalArgumentException("keys must be distinct, was twice " + Describe.value(key));
        }
        return larger;
    }
}
