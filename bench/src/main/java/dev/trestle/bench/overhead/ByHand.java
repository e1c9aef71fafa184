package dev.trestle.bench.overhead;

import clojure.java.api.Clojure;
import clojure.lang.AFn;
import clojure.lang.IFn;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a careful Java programmer writes who uses Clojure without Trestle: vars looked up once into static final fields,
 * and the smallest adapters for functions.
 *
 * <p>Where the facade is given a Java function with each call, so is this code, and it makes an adapter with each call as
 * the facade must. Where the facade is given a function once (a validator, a transducer), this code adapts it once.
 */
final class ByHand {
    private ByHand() {}

    static IFn var(String name) {
        return Clojure.var("clojure.core", name);
    }

    static IFn fn(Callable<?> task) {
        return new AFn() {
            @Override
            public Object invoke() {
                try {
                    return task.call();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    static IFn fn(Function<Long, Long> f) {
        return new AFn() {
            @Override
            public Object invoke(Object value) {
                return f.apply((Long) value);
            }
        };
    }

    static IFn fn(BiFunction<Long, Long, Long> f) {
        return new AFn() {
            @Override
            public Object invoke(Object value, Object argument) {
                return f.apply((Long) value, (Long) argument);
            }
        };
    }

    static IFn test(Predicate<Long> predicate) {
        return new AFn() {
            @Override
            public Object invoke(Object value) {
                return predicate.test((Long) value);
            }
        };
    }

    static IFn watcher(BiConsumer<Long, Long> watcher) {
        return new AFn() {
            @Override
            public Object invoke(Object key, Object reference, Object before, Object after) {
                watcher.accept((Long) before, (Long) after);
                return null;
            }
        };
    }
}
