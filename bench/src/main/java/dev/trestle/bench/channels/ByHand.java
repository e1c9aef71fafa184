package dev.trestle.bench.channels;

import clojure.java.api.Clojure;
import clojure.lang.AFunction;
import clojure.lang.IDeref;
import clojure.lang.IFn;
import java.util.concurrent.CompletableFuture;

/**
 * What a careful Java programmer writes who uses core.async without Trestle: its functions looked up once into static
 * final fields, and callbacks that complete a future.
 */
final class ByHand {
    private static final String CLOJURE_CODE = "dev.trestle.bench.channels";

    static {
        Clojure.var("clojure.core", "require").invoke(Clojure.read("clojure.core.async"));
    }

    private ByHand() {}

    /** A function of core.async. */
    static IFn var(String name) {
        return Clojure.var("clojure.core.async", name);
    }

    /** core.async calls {@code with-meta} on a callback, so a plain {@code AFn} would not do. */
    static IFn completing(CompletableFuture<Long> future) {
        return new AFunction() {
            @Override
            public Object invoke(Object value) {
                return future.complete((Long) value);
            }
        };
    }

    /** A compiled function of {@code channels.clj}, linked as compiled Clojure code would be linked to it directly. */
    static IFn clojure(String name) {
        Clojure.var("clojure.core", "require").invoke(Clojure.read(CLOJURE_CODE));
        return (IFn) ((IDeref) Clojure.var(CLOJURE_CODE, name)).deref();
    }
}
