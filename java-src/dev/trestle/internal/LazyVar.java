package dev.trestle.internal;

import clojure.lang.IFn;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A function whose namespace is loaded when it is first needed.
 *
 * <p>A holder class would do the same and can hang: its initializer waits for whoever loads a namespace, and that
 * namespace may itself need the holder. Here nobody holds anything while waiting; two threads may look up the same var.
 */
@NullMarked
public final class LazyVar {
    private final String namespace;
    private final String name;
    private volatile @Nullable IFn found;

    /**
     * Names a function, and does nothing yet.
     *
     * @param namespace the name of its namespace
     * @param name its name
     */
    public LazyVar(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * Returns the function.
     *
     * @return the var, callable
     * @throws IllegalStateException if there is no such var, or it has no value
     */
    public IFn get() {
        IFn fn = found;
        if (fn == null) {
            fn = Vars.load(namespace, name);
            found = fn;
        }
        return fn;
    }
}
