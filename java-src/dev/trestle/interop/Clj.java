package dev.trestle.interop;

import clojure.lang.IFn;
import clojure.lang.Var;
import dev.trestle.internal.Boot;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.LazyVar;
import dev.trestle.internal.Vars;
import java.io.FileNotFoundException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The way from Java to a program's own Clojure code and data.
 *
 * <p>Clojure: {@code require}, {@code requiring-resolve}, {@code clojure.edn/read-string}, {@code pr-str}, {@code =}.
 * Starting Clojure here is safe on any thread, whatever its context class loader.
 *
 * <pre>{@code
 * IFn join = Clj.var("clojure.string", "join");
 * List<Long> numbers = Clj.read("[1 2 3]");
 * join.invoke("-", numbers); // "1-2-3"
 * }</pre>
 *
 * <p>Thread-safe. Memory consistency effects: loading a namespace happens-before the return of {@code require} and
 * {@code var} in every thread.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Clj {
    private static final IFn PR_STR = Vars.core("pr-str");
    private static final IFn EQUAL = Vars.core("=");
    private static final LazyVar READ_STRING = new LazyVar("clojure.edn", "read-string");

    private Clj() {}

    /**
     * Loads a namespace unless it is loaded. Clojure: {@code (require 'namespace)}. One thread loads at a time; the others
     * wait.
     *
     * @param namespace its name
     * @throws IllegalStateException if there is no such namespace on the class path
     * @throws RuntimeException if loading it fails, as Clojure says it
     */
    public static void require(String namespace) {
        Checks.notNull(namespace, "namespace");
        try {
            Boot.require(namespace);
        } catch (Exception e) {
            throw isMissing(e, namespace)
                    ? new IllegalStateException("namespace must be on the class path, was " + namespace, e)
                    : Calls.unchecked(e);
        }
    }

    /**
     * Finds a function, or any other var, and loads its namespace first. Clojure:
     * {@code (requiring-resolve 'namespace/name)}, except that it never answers with nil, an unbound var or a macro. The
     * var may be kept: it always calls the newest definition.
     *
     * @param namespace the name of its namespace
     * @param name its name
     * @return the var, callable
     * @throws IllegalStateException if there is no such namespace or var, or the var has no value or is a macro
     */
    public static IFn var(String namespace, String name) {
        Checks.notNull(name, "name");
        require(namespace);
        Var var = Vars.lookup(namespace, name);
        if (var.isMacro()) {
            throw new IllegalStateException("var must be a function, was the macro " + namespace + "/" + name
                    + ": call it from a Clojure function of your own");
        }
        return var;
    }

    /**
     * Reads the first form of a text of data. Clojure: {@code (clojure.edn/read-string text)}: never evaluates anything,
     * so the text need not be trusted.
     *
     * @param text EDN
     * @param <T> the type of the data: the caller's word for it
     * @return the data, in Clojure's collections; null for {@code nil} and for a text without a form
     * @throws RuntimeException if the text is not EDN
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T extends @Nullable Object> T read(String text) {
        return Calls.invoke(READ_STRING.get(), Checks.notNull(text, "text"));
    }

    /**
     * Returns data as a text that Clojure can read. Clojure: {@code (pr-str value)}. Does not end for an endless sequence.
     *
     * @param value any value
     * @return its printed form
     */
    public static String print(@Nullable Object value) {
        return Calls.invoke(PR_STR, value);
    }

    /**
     * Says whether Clojure takes two values for equal. Clojure: {@code (= a b)}: unlike {@code equals}, numbers of
     * different types but one category are, alone and inside collections.
     *
     * @param a any value
     * @param b any value
     * @return true if they are equal
     */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        return Calls.<Boolean>invoke(EQUAL, a, b);
    }

    /** A namespace that is there may fail in the same way over one that it needs itself. */
    private static boolean isMissing(Exception e, String namespace) {
        String file = namespace.replace('.', '/').replace('-', '_') + ".clj";
        return e instanceof FileNotFoundException
                && String.valueOf(e.getMessage()).contains(file);
    }
}
