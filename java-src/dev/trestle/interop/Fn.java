package dev.trestle.interop;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Carries functions over the border between Java and Clojure, and back as the same object.
 *
 * <p>Clojure: {@code (fn [x] ...)} around a Java object, without the reflection. An adapted lambda takes metadata and is
 * serializable if the lambda is; it has the lambda's arity and no other. What a Clojure function throws reaches the Java
 * caller as it is if unchecked, else as the cause of a {@link java.util.concurrent.CompletionException}.
 *
 * <pre>{@code
 * IFn shout = Fn.ofFunction((String s) -> s + "!");
 * Clj.var("clojure.core", "mapv").invoke(shout, List.of("a", "b")); // ["a!" "b!"]
 * Function<Long, Long> inc = Fn.toFunction(Clj.var("clojure.core", "inc"));
 * }</pre>
 *
 * <p>Thread-safe if the functions are. Memory consistency effects: none of its own.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Fn {
    private Fn() {}

    /**
     * Adapts a function of one argument for Clojure. Clojure: {@code (fn [x] (.apply f x))}.
     *
     * @param f a Java Function
     * @return a function of one argument
     */
    public static IFn ofFunction(Function<?, ?> f) {
        return Functions.ofFunction(Checks.notNull(f, "f"));
    }

    /**
     * Adapts a function of two arguments for Clojure. Clojure: {@code (fn [x y] (.apply f x y))}.
     *
     * @param f a Java BiFunction
     * @return a function of two arguments
     */
    public static IFn ofBiFunction(BiFunction<?, ?, ?> f) {
        return Functions.ofBiFunction(Checks.notNull(f, "f"));
    }

    /**
     * Adapts a supplier for Clojure. Clojure: {@code (fn [] (.get f))}.
     *
     * @param f a Java Supplier
     * @return a function of no arguments
     */
    public static IFn ofSupplier(Supplier<?> f) {
        return Functions.ofSupplier(Checks.notNull(f, "f"));
    }

    /**
     * Adapts a task; what it throws passes through Clojure as it is, for Clojure. Clojure: {@code (fn [] (.call f))}.
     *
     * @param f a Java Callable
     * @return a function of no arguments
     */
    public static IFn ofCallable(Callable<?> f) {
        return Functions.ofCallable(Checks.notNull(f, "f"));
    }

    /**
     * Adapts a predicate for Clojure. Clojure: {@code (fn [x] (.test f x))}.
     *
     * @param f a Java Predicate
     * @return a function of one argument
     */
    public static IFn ofPredicate(Predicate<?> f) {
        return Functions.ofPredicate(Checks.notNull(f, "f"));
    }

    /**
     * Adapts a consumer for Clojure. Clojure: {@code (fn [x] (.accept f x))}.
     *
     * @param f a Java Consumer
     * @return a function of one argument whose value is nil
     */
    public static IFn ofConsumer(Consumer<?> f) {
        return Functions.ofConsumer(Checks.notNull(f, "f"));
    }

    /**
     * Adapts a consumer of two values for Clojure. Clojure: {@code (fn [x y] (.accept f x y))}.
     *
     * @param f a Java BiConsumer
     * @return a function of two arguments whose value is nil
     */
    public static IFn ofBiConsumer(BiConsumer<?, ?> f) {
        return Functions.ofBiConsumer(Checks.notNull(f, "f"));
    }

    /**
     * Adapts a Clojure function of one argument. Clojure: {@code (f x)}.
     *
     * @param fn a Clojure function, or anything else that can be called
     * @param <T> the type of the argument: the caller's word for it
     * @param <R> the type of the value: the caller's word for it
     * @return it, or the Function that it was made from
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> toFunction(IFn fn) {
        return Calls.cast(Functions.toFunction(Checks.notNull(fn, "fn")));
    }

    /**
     * Adapts a Clojure function of two arguments. Clojure: {@code (f x y)}.
     *
     * @param fn a Clojure function, or anything else that can be called
     * @param <T> the type of the first argument: the caller's word for it
     * @param <U> the type of the second argument: the caller's word for it
     * @param <R> the type of the value: the caller's word for it
     * @return it, or the BiFunction that it was made from
     */
    public static <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            BiFunction<T, U, R> toBiFunction(IFn fn) {
        return Calls.cast(Functions.toBiFunction(Checks.notNull(fn, "fn")));
    }

    /**
     * Adapts a Clojure function of no arguments. Clojure: {@code (f)}.
     *
     * @param fn a Clojure function, or anything else that can be called
     * @param <R> the type of the value: the caller's word for it
     * @return it, or the Supplier that it was made from
     */
    public static <R extends @Nullable Object> Supplier<R> toSupplier(IFn fn) {
        return Calls.cast(Functions.toSupplier(Checks.notNull(fn, "fn")));
    }

    /**
     * Adapts a Clojure function of one argument, where nil and false count as false. Clojure: {@code (boolean (f x))}.
     *
     * @param fn a Clojure function, or anything else that can be called
     * @param <T> the type of the argument: the caller's word for it
     * @return it, or the Predicate that it was made from
     */
    public static <T extends @Nullable Object> Predicate<T> toPredicate(IFn fn) {
        return Calls.cast(Functions.toPredicate(Checks.notNull(fn, "fn")));
    }

    /**
     * Adapts a Clojure function of one argument. Clojure: {@code (f x)}.
     *
     * @param fn a Clojure function, or anything else that can be called
     * @param <T> the type of the argument: the caller's word for it
     * @return it, or the Consumer that it was made from
     */
    public static <T extends @Nullable Object> Consumer<T> toConsumer(IFn fn) {
        return Calls.cast(Functions.toConsumer(Checks.notNull(fn, "fn")));
    }

    /**
     * Adapts a Clojure function of two arguments. Clojure: {@code (f x y)}.
     *
     * @param fn a Clojure function, or anything else that can be called
     * @param <T> the type of the first argument: the caller's word for it
     * @param <U> the type of the second argument: the caller's word for it
     * @return it, or the BiConsumer that it was made from
     */
    public static <T extends @Nullable Object, U extends @Nullable Object> BiConsumer<T, U> toBiConsumer(IFn fn) {
        return Calls.cast(Functions.toBiConsumer(Checks.notNull(fn, "fn")));
    }
}
