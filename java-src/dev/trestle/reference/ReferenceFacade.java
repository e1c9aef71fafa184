package dev.trestle.reference;

import clojure.lang.APersistentMap;
import clojure.lang.ARef;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.IRef;
import clojure.lang.IReference;
import clojure.lang.ISeq;
import clojure.lang.PersistentHashMap;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The common half of the facades: Java's view above, Clojure's own interfaces below, one object behind both.
 *
 * @param <T> the type of the value
 * @param <R> the class of the Clojure object
 */
@NullMarked
abstract sealed class ReferenceFacade<T extends @Nullable Object, R extends ARef>
        implements Reference<T>, IRef, IReference permits AtomFacade, RefFacade, AgentFacade, VarFacade {
    private static final IFn ADD_WATCH = Vars.core("add-watch");
    private static final IFn REMOVE_WATCH = Vars.core("remove-watch");
    private static final IFn SET_VALIDATOR = Vars.core("set-validator!");
    private static final IFn ALTER_META = Vars.core("alter-meta!");
    private static final IFn RESET_META = Vars.core("reset-meta!");

    final R raw;

    ReferenceFacade(R raw) {
        this.raw = raw;
    }

    @Override
    public T deref() {
        return Calls.cast(raw.deref());
    }

    @Override
    public final Watch watch(Object key, BiConsumer<? super T, ? super T> watcher) {
        Checks.notNull(key, "key");
        IFn fn = new WatcherFn(Checks.notNull(watcher, "watcher"));
        Calls.<Object>invoke(ADD_WATCH, raw, key, fn);
        return new Watch(raw, key, fn);
    }

    @Override
    public final void unwatch(Object key) {
        Calls.<Object>invoke(REMOVE_WATCH, raw, Checks.notNull(key, "key"));
    }

    @Override
    public final @Nullable Predicate<T> validator() {
        IFn validator = raw.getValidator();
        return validator == null ? null : Calls.cast(Functions.toPredicate(validator));
    }

    @Override
    public final void validator(@Nullable Predicate<? super T> predicate) {
        Calls.<@Nullable Object>invoke(SET_VALIDATOR, raw, ValidatorFn.of(predicate, word()));
    }

    @Override
    public final @Nullable Map<?, ?> alterMeta(Function<@Nullable Map<?, ?>, ? extends @Nullable Map<?, ?>> f) {
        Checks.notNull(f, "f");
        Function<@Nullable Map<?, ?>, @Nullable IPersistentMap> toClojure = m -> map(f.apply(m));
        return Calls.invoke(ALTER_META, raw, Functions.ofFunction(toClojure));
    }

    @Override
    public final @Nullable Map<?, ?> resetMeta(@Nullable Map<?, ?> meta) {
        return Calls.invoke(RESET_META, raw, map(meta));
    }

    @Override
    public final R unwrap() {
        return raw;
    }

    /** The word for it in messages: atom, ref, agent, var. */
    abstract String word();

    static @Nullable IPersistentMap map(@Nullable Map<?, ?> map) {
        if (map == null || map instanceof IPersistentMap) {
            return (IPersistentMap) map;
        }
        return PersistentHashMap.create(map);
    }

    // Clojure's side: add-watch, set-validator!, meta, alter-meta! and friends on the facade itself

    @Override
    public final @Nullable APersistentMap meta() { // both worlds' return type in one
        IPersistentMap meta = raw.meta();
        return meta == null || meta instanceof APersistentMap
                ? (APersistentMap) meta
                : (APersistentMap) PersistentHashMap.create((Map<?, ?>) meta);
    }

    @Override
    public final IPersistentMap alterMeta(IFn f, ISeq args) {
        return raw.alterMeta(f, args);
    }

    @Override
    public final IPersistentMap resetMeta(IPersistentMap meta) {
        return raw.resetMeta(meta);
    }

    @Override
    public final void setValidator(IFn f) {
        raw.setValidator(f);
    }

    @Override
    public final IFn getValidator() {
        return raw.getValidator();
    }

    @Override
    public final IPersistentMap getWatches() {
        return raw.getWatches();
    }

    @Override
    public final IRef addWatch(Object key, IFn f) {
        raw.addWatch(key, f);
        return this;
    }

    @Override
    public final IRef removeWatch(Object key) {
        raw.removeWatch(key);
        return this;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ReferenceFacade<?, ?> facade && facade.raw == raw;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        String name = word();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + "[" + Describe.value(deref()) + "]";
    }
}
