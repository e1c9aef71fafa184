package dev.trestle.interop;

import clojure.lang.ILookup;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Lets Clojure code read a record by keyword: a record implements this interface and has nothing else to do.
 *
 * <p>Clojure: {@code (:first-name person)}, {@code (get person :balance 0)}, <code>{:keys [id]}</code>, {@code get-in}. A
 * component is found by its exact name, {@code :firstName}, or else in Clojure's spelling, {@code :first-name}; where two
 * components have one Clojure spelling, the first is meant. Keywords with a namespace, and keys that are no keywords, are
 * not found. Only reading works: for {@code assoc} and the like make a map.
 *
 * <pre>{@code
 * record Account(long id, String firstName) implements KeywordRecord {}
 * IFn firstName = (IFn) Keywords.of("first-name");
 * firstName.invoke(new Account(1, "Ada")); // "Ada"
 * }</pre>
 *
 * <p>The record may be private or local. In a named module that does not open its package to {@code dev.trestle}, it must
 * be public in an exported package. Thread-safe. Memory consistency effects: those of the record's accessors.
 *
 * @since 0.1.0
 */
@NullMarked
public interface KeywordRecord extends ILookup {

    /**
     * Returns the component that a keyword names. Clojure: {@code (get this key)}.
     *
     * @param key a keyword
     * @return the component's value, or null if there is no such component
     * @throws IllegalStateException if this is not a record, or its accessors cannot be reached
     */
    @Override
    default @Nullable Object valAt(@Nullable Object key) {
        return Components.read(this, key, null);
    }

    /**
     * Returns the component that a keyword names, or a fallback. Clojure: {@code (get this key fallback)}.
     *
     * @param key a keyword
     * @param fallback what to return if there is no such component
     * @return the component's value, or the fallback
     * @throws IllegalStateException if this is not a record, or its accessors cannot be reached
     */
    @Override
    default @Nullable Object valAt(@Nullable Object key, @Nullable Object fallback) {
        return Components.read(this, key, fallback);
    }
}
