package dev.trestle.testing;

import clojure.lang.ArraySeq;
import clojure.lang.IFn;
import clojure.lang.Symbol;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Vars;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Runs Clojure code from a test, as a Clojure program would: what it throws comes as it is. */
@NullMarked
@SuppressWarnings("TypeParameterUnusedInFormals")
public final class ClojureCode {
    private static final IFn LOAD_STRING = Vars.core("load-string");
    private static final IFn REQUIRING_RESOLVE = Vars.core("requiring-resolve");
    private static final Pattern VAR = Pattern.compile("[\\w.-]+/\\S+");

    private ClojureCode() {}

    /** Evaluates code. */
    public static <R extends @Nullable Object> R eval(String code) {
        return Calls.cast(LOAD_STRING.invoke("(in-ns 'user) " + code));
    }

    /**
     * Evaluates code to a function, such as {@code "deref"} or {@code "(fn [x] @x)"}, and calls it. If the code is the name
     * of a var with its namespace, that is loaded first.
     */
    public static <R extends @Nullable Object> R call(String function, @Nullable Object... arguments) {
        IFn called = VAR.matcher(function).matches()
                ? Calls.cast(REQUIRING_RESOLVE.invoke(Symbol.intern(function)))
                : eval(function);
        return Calls.cast(called.applyTo(ArraySeq.create(arguments)));
    }
}
