package dev.trestle.bench.overhead;

import clojure.java.api.Clojure;
import clojure.lang.IDeref;
import clojure.lang.IFn;

/**
 * The compiled functions of {@code overhead.clj}, each of which does an operation once. The benchmarks hold them in static
 * final fields, as compiled Clojure code would be linked to them directly: the loop around is JMH's in all variants.
 */
final class ClojureCode {
    private static final String NAMESPACE = "dev.trestle.bench.overhead";

    static {
        Clojure.var("clojure.core", "require").invoke(Clojure.read(NAMESPACE));
    }

    private ClojureCode() {}

    static IFn fn(String name) {
        return (IFn) ((IDeref) Clojure.var(NAMESPACE, name)).deref();
    }
}
