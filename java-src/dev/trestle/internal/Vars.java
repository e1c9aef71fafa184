package dev.trestle.internal;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import clojure.lang.Var;
import org.jspecify.annotations.NullMarked;

/**
 * Looks vars up once, and refuses those that do not exist.
 *
 * <p>{@code Clojure.var} interns: a misspelt name answers with an unbound var that fails when it is called, far from the
 * mistake. Every lookup of the library goes through here and fails at load instead.
 */
@NullMarked
public final class Vars {
    static {
        Boot.ensure();
    }

    private Vars() {}

    /**
     * Returns a function of {@code clojure.core}.
     *
     * @param name the name of the var
     * @return the var, callable
     * @throws IllegalStateException if there is no such var, or it has no value
     */
    public static IFn core(String name) {
        return lookup("clojure.core", name);
    }

    /**
     * Returns a function of a namespace, which is loaded first.
     *
     * @param namespace the name of the namespace
     * @param name the name of the var
     * @return the var, callable
     * @throws IllegalStateException if there is no such var, or it has no value
     */
    public static IFn load(String namespace, String name) {
        Boot.require(namespace);
        return lookup(namespace, name);
    }

    /**
     * Finds a var without interning it.
     *
     * @param namespace the name of a loaded namespace
     * @param name the name of the var
     * @return the var, bound
     * @throws IllegalStateException if there is no such namespace or var, or the var has no value
     */
    public static Var lookup(String namespace, String name) {
        Object symbol = Clojure.var("clojure.core", "symbol").invoke(namespace, name);
        Object found;
        try {
            found = Clojure.var("clojure.core", "find-var").invoke(symbol);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "namespace of var must be loaded, was " + namespace + " (looking for " + symbol + ")", e);
        }
        if (!(found instanceof Var var)) {
            throw new IllegalStateException(
                    "var must exist, was " + symbol + ": check the spelling and the version of " + namespace);
        }
        if (!var.isBound()) {
            throw new IllegalStateException("var must be bound, was " + symbol + ": it is declared but has no value");
        }
        return var;
    }
}
