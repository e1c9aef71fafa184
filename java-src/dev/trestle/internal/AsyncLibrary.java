package dev.trestle.internal;

import clojure.lang.IFn;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullMarked;

/** The functions of {@code clojure.core.async}, which is loaded when the first of them is asked for. */
@NullMarked
public final class AsyncLibrary {
    private static final String OWN = "dev.trestle.internal.library";
    private static final String OWN_PREFIX = "own/";
    private static final Map<String, IFn> FOUND = new ConcurrentHashMap<>();

    private AsyncLibrary() {}

    /**
     * Returns a function of core.async.
     *
     * @param name its name
     * @return the var, callable
     */
    public static IFn fn(String name) {
        return find("clojure.core.async", name);
    }

    /**
     * Returns one of our own functions beside core.async's, which is the same but for what {@code library.clj} says.
     *
     * @param name {@code "mult"}, {@code "mix"} or {@code "pub"}
     * @return the var, callable
     */
    public static IFn own(String name) {
        return find(OWN, name);
    }

    /**
     * Says whether an object is of one of the library's kinds.
     *
     * @param predicate {@code "mult?"}, {@code "mix?"} or {@code "publication?"}
     * @param object the object
     * @return true if it is
     */
    public static boolean is(String predicate, Object object) {
        return Functions.truth(find(OWN, predicate).invoke(object));
    }

    /** Nothing is held while a namespace loads: that may need this class on another thread. */
    private static IFn find(String namespace, String name) {
        String full = namespace.equals(OWN) ? OWN_PREFIX.concat(name) : name;
        IFn found = FOUND.get(full);
        if (found == null) {
            Boot.require(OWN);
            found = Vars.lookup(namespace, name);
            FOUND.put(full, found);
        }
        return found;
    }
}
