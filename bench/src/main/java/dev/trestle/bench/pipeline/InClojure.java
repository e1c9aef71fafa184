package dev.trestle.bench.pipeline;

import clojure.java.api.Clojure;
import clojure.lang.IDeref;
import clojure.lang.IFn;

/** The compiled functions of {@code pipeline.clj}. */
final class InClojure {
    private static final String NAMESPACE = "dev.trestle.bench.pipeline";

    static {
        Clojure.var("clojure.core", "require").invoke(Clojure.read(NAMESPACE));
    }

    private InClojure() {}

    static IFn fn(String name) {
        return (IFn) ((IDeref) Clojure.var(NAMESPACE, name)).deref();
    }
}
