package dev.trestle.testing;

import clojure.lang.ArraySeq;
import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Vars;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Runs Clojure code from a test, as a Clojure program would: what it throws comes as it is. */
@NullMarked
@SuppressWarnings("TypeParameterUnusedInFormals")
public final class ClojureCode {
    private static final IFn LOAD_STRING = Vars.core("load-string");

    private ClojureCode() {}

    /** Evaluates code. */
    public static <R extends @Nullable Object> R eval(String code) {
        return Calls.cast(LOAD_STRING.invoke("(in-ns 'user) " + code));
    }

    /** Evaluates code to a function, such as {@code "deref"} or {@code "(fn [x] @x)"}, and calls it. */
    public static <R extends @Nullable Object> R call(String function, @Nullable Object... arguments) {
        return Calls.cast(ClojureCode.<IFn>eval(function).applyTo(ArraySeq.create(arguments)));
    }
}
