package dev.trestle.reference;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What atoms, refs, agents and vars have in common: a value, watchers, a validator and metadata.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it changed the value <i>happens-before</i> what
 * another does after it has read that value.
 *
 * @param <T> the type of the value; a null value is Clojure's nil
 * @since 0.1.0
 */
@NullMarked
public sealed interface Reference<T extends @Nullable Object> permits Atom, Ref, Agent, Var, ReferenceFacade {
    /**
     * Returns the current value. Clojure: {@code (deref r)}, {@code @r}. Never blocks.
     *
     * @return the value; in a transaction, a ref's value in that transaction
     */
    T deref();

    /**
     * Calls a watcher after each change with the value before and the value after. Clojure: {@code (add-watch r key f)}.
     *
     * <p>It runs on the thread that made the change: for a ref after the commit, for an agent on the thread of the action.
     * It may see changes out of order, and it runs also when an update put the same value again. What it throws goes to the
     * thread's uncaught exception handler and disturbs neither the change nor the other watchers (Clojure would throw it
     * at whoever made the change, and drop what a transaction has sent to agents).
     *
     * @param key identifies the watcher: another one under the same key replaces it
     * @param watcher receives the value before and the value after
     * @return the registration; closing it removes the watcher
     * @throws NullPointerException if {@code key} or {@code watcher} is null
     */
    Watch watch(Object key, BiConsumer<? super T, ? super T> watcher);

    /**
     * Removes the watcher under a key, whoever added it. Clojure: {@code (remove-watch r key)}.
     *
     * @param key the watcher's key
     * @throws NullPointerException if {@code key} is null
     */
    void unwatch(Object key);

    /**
     * Returns the validator. Clojure: {@code (get-validator r)}.
     *
     * @return the very predicate that was set from Java, or a view of the function that was set from Clojure; null if none
     */
    @Nullable
    Predicate<T> validator();

    /**
     * Sets the validator: each new value must satisfy it. Clojure: {@code (set-validator! r f)}.
     *
     * <p>It runs on the thread that makes the change, for a ref within the commit, and must be free of side effects.
     *
     * @param predicate says whether a value is valid; null removes the validator
     * @throws IllegalStateException if the current value does not satisfy it; the validator stays as it was
     */
    void validator(@Nullable Predicate<? super T> predicate);

    /**
     * Returns the metadata. Clojure: {@code (meta r)}.
     *
     * @return a Clojure map, or null if there is none
     */
    @Nullable
    Map<?, ?> meta();

    /**
     * Replaces the metadata by a function of it. Clojure: {@code (alter-meta! r f)}.
     *
     * @param f from the old map (null if there was none) to the new one; called once, holding the object's lock
     * @return the new metadata
     * @throws NullPointerException if {@code f} is null
     */
    @Nullable
    Map<?, ?> alterMeta(Function<@Nullable Map<?, ?>, ? extends @Nullable Map<?, ?>> f);

    /**
     * Replaces the metadata. Clojure: {@code (reset-meta! r m)}.
     *
     * @param meta the new metadata; a map that is not Clojure's is copied into one
     * @return the new metadata
     */
    @Nullable
    Map<?, ?> resetMeta(@Nullable Map<?, ?> meta);

    /**
     * Returns the Clojure object, for Clojure functions that insist on its class.
     *
     * @return the object that this facade wraps
     */
    Object unwrap();
}
