package dev.trestle.internal;

import clojure.lang.AFunction;
import clojure.lang.IFn;
import clojure.lang.RT;
import java.io.Serial;
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
 * Adapts Java's functional types to {@code IFn} and back.
 *
 * <p>A function that crosses and comes back is the same object: adapting an adapter gives what it was made from. The
 * adapters extend {@code AFunction}, not {@code AFn}, because core.async puts metadata on callbacks.
 */
@NullMarked
public final class Functions {
    private Functions() {}

    /**
     * Adapts a function of one argument.
     *
     * @param f a Java function
     * @return it, callable from Clojure
     */
    public static IFn ofFunction(Function<?, ?> f) {
        return f instanceof FromFn from ? from.fn : new OfFunction(f);
    }

    /**
     * Adapts a function of two arguments.
     *
     * @param f a Java function
     * @return it, callable from Clojure
     */
    public static IFn ofBiFunction(BiFunction<?, ?, ?> f) {
        return f instanceof FromFnOfTwo from ? from.fn : new OfBiFunction(f);
    }

    /**
     * Adapts a supplier.
     *
     * @param f a Java supplier
     * @return it, a function of no arguments
     */
    public static IFn ofSupplier(Supplier<?> f) {
        return f instanceof FromFn from ? from.fn : new OfSupplier(f);
    }

    /**
     * Adapts a task. What it throws passes through Clojure undeclared.
     *
     * @param f a Java task
     * @return it, a function of no arguments
     */
    public static IFn ofCallable(Callable<?> f) {
        return new OfCallable(f);
    }

    /**
     * Adapts a predicate.
     *
     * @param f a Java predicate
     * @return it, a function of one argument
     */
    public static IFn ofPredicate(Predicate<?> f) {
        return f instanceof FromFn from ? from.fn : new OfPredicate(f);
    }

    /**
     * Adapts a consumer.
     *
     * @param f a Java consumer
     * @return it, a function of one argument whose value is nil
     */
    public static IFn ofConsumer(Consumer<?> f) {
        return f instanceof FromFnConsumer from ? from.fn : new OfConsumer(f);
    }

    /**
     * Adapts a consumer of two values.
     *
     * @param f a Java consumer
     * @return it, a function of two arguments whose value is nil
     */
    public static IFn ofBiConsumer(BiConsumer<?, ?> f) {
        return f instanceof FromFn from ? from.fn : new OfBiConsumer(f);
    }

    /**
     * Adapts a Clojure function of one argument.
     *
     * @param fn a Clojure function
     * @return it, or what it was made from
     */
    public static Function<?, ?> toFunction(IFn fn) {
        return fn instanceof Adapter<?> a && a.target instanceof Function<?, ?> f ? f : new FromFn(fn);
    }

    /**
     * Adapts a Clojure function of one argument to a predicate: logical true counts as true.
     *
     * @param fn a Clojure function
     * @return it, or what it was made from
     */
    public static Predicate<?> toPredicate(IFn fn) {
        return fn instanceof Adapter<?> a && a.target instanceof Predicate<?> f ? f : new FromFn(fn);
    }

    /**
     * Adapts a Clojure function of two arguments to a consumer.
     *
     * @param fn a Clojure function
     * @return it, or what it was made from
     */
    public static BiConsumer<?, ?> toBiConsumer(IFn fn) {
        return fn instanceof Adapter<?> a && a.target instanceof BiConsumer<?, ?> f ? f : new FromFn(fn);
    }

    /**
     * Says what Clojure's {@code if} would say.
     *
     * @param value a value
     * @return false for nil and false
     */
    public static boolean truth(@Nullable Object value) {
        return RT.booleanCast(value);
    }

    /**
     * Adapts a Clojure function of two arguments.
     *
     * @param fn a Clojure function
     * @return it, or what it was made from
     */
    public static BiFunction<?, ?, ?> toBiFunction(IFn fn) {
        return fn instanceof Adapter<?> a && a.target instanceof BiFunction<?, ?, ?> f ? f : new FromFnOfTwo(fn);
    }

    /**
     * Adapts a Clojure function of no arguments.
     *
     * @param fn a Clojure function
     * @return it, or what it was made from
     */
    public static Supplier<?> toSupplier(IFn fn) {
        return fn instanceof Adapter<?> a && a.target instanceof Supplier<?> f ? f : new FromFn(fn);
    }

    /**
     * Adapts a Clojure function of one argument, whose value is ignored.
     *
     * @param fn a Clojure function
     * @return it, or what it was made from
     */
    public static Consumer<?> toConsumer(IFn fn) {
        return fn instanceof Adapter<?> a && a.target instanceof Consumer<?> f ? f : new FromFnConsumer(fn);
    }

    /**
     * A Clojure function that was made from something of Java's. Subclasses keep it a second time under its own type, in
     * bytes that the object has anyway: a cast at each call costs more than the call.
     *
     * @param <F> what it was made from
     */
    public abstract static class Adapter<F> extends AFunction {
        @Serial
        private static final long serialVersionUID = 1L;

        /** What it was made from. */
        @SuppressWarnings("serial") // as serializable as the user's lambda is
        public final F target;

        /**
         * Adapts.
         *
         * @param target what it is made from
         */
        protected Adapter(F target) {
            this.target = target;
        }

        @Override
        public String toString() {
            return "fn[" + target + "]";
        }
    }

    private static final class OfFunction extends Adapter<Function<?, ?>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as serializable as the user's lambda is
        private final Function<@Nullable Object, @Nullable Object> f;

        @SuppressWarnings("unchecked") // Clojure is untyped
        OfFunction(Function<?, ?> f) {
            super(f);
            this.f = (Function<@Nullable Object, @Nullable Object>) f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object a) {
            return f.apply(a);
        }
    }

    private static final class OfBiFunction extends Adapter<BiFunction<?, ?, ?>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as serializable as the user's lambda is
        private final BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> f;

        @SuppressWarnings("unchecked") // Clojure is untyped
        OfBiFunction(BiFunction<?, ?, ?> f) {
            super(f);
            this.f = (BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object a, @Nullable Object b) {
            return f.apply(a, b);
        }
    }

    private static final class OfSupplier extends Adapter<Supplier<?>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as serializable as the user's lambda is
        private final Supplier<?> f;

        OfSupplier(Supplier<?> f) {
            super(f);
            this.f = f;
        }

        @Override
        public @Nullable Object invoke() {
            return f.get();
        }
    }

    private static final class OfCallable extends Adapter<Callable<?>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as serializable as the user's lambda is
        private final Callable<?> f;

        OfCallable(Callable<?> f) {
            super(f);
            this.f = f;
        }

        @Override
        public @Nullable Object invoke() {
            try {
                return f.call();
            } catch (Exception e) {
                throw Calls.sneaky(e); // Clojure hands it on as it is
            }
        }
    }

    private static final class OfPredicate extends Adapter<Predicate<?>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as serializable as the user's lambda is
        private final Predicate<@Nullable Object> f;

        @SuppressWarnings("unchecked") // Clojure is untyped
        OfPredicate(Predicate<?> f) {
            super(f);
            this.f = (Predicate<@Nullable Object>) f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object a) {
            return f.test(a);
        }
    }

    private static final class OfConsumer extends Adapter<Consumer<?>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as serializable as the user's lambda is
        private final Consumer<@Nullable Object> f;

        @SuppressWarnings("unchecked") // Clojure is untyped
        OfConsumer(Consumer<?> f) {
            super(f);
            this.f = (Consumer<@Nullable Object>) f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object a) {
            f.accept(a);
            return null;
        }
    }

    private static final class OfBiConsumer extends Adapter<BiConsumer<?, ?>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as serializable as the user's lambda is
        private final BiConsumer<@Nullable Object, @Nullable Object> f;

        @SuppressWarnings("unchecked") // Clojure is untyped
        OfBiConsumer(BiConsumer<?, ?> f) {
            super(f);
            this.f = (BiConsumer<@Nullable Object, @Nullable Object>) f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object a, @Nullable Object b) {
            f.accept(a, b);
            return null;
        }
    }

    /** The way back: a Clojure function under the Java interfaces that a facade may answer with. */
    private static final class FromFn
            implements Function<@Nullable Object, @Nullable Object>,
                    Predicate<@Nullable Object>,
                    BiConsumer<@Nullable Object, @Nullable Object>,
                    Supplier<@Nullable Object> {
        private final IFn fn;

        FromFn(IFn fn) {
            this.fn = fn;
        }

        @Override
        public @Nullable Object apply(@Nullable Object a) {
            return Calls.invoke(fn, a);
        }

        @Override
        public boolean test(@Nullable Object a) {
            return RT.booleanCast(Calls.<@Nullable Object>invoke(fn, a));
        }

        @Override
        public void accept(@Nullable Object a, @Nullable Object b) {
            Calls.<@Nullable Object>invoke(fn, a, b);
        }

        @Override
        public @Nullable Object get() {
            return Calls.invoke(fn);
        }

        @Override
        public String toString() {
            return fn.toString();
        }
    }

    /** As {@link FromFn}; its {@code andThen} would clash with Function's. */
    private static final class FromFnOfTwo implements BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> {
        private final IFn fn;

        FromFnOfTwo(IFn fn) {
            this.fn = fn;
        }

        @Override
        public @Nullable Object apply(@Nullable Object a, @Nullable Object b) {
            return Calls.invoke(fn, a, b);
        }

        @Override
        public String toString() {
            return fn.toString();
        }
    }

    /** As {@link FromFn}; its {@code andThen} would clash with BiConsumer's. */
    private static final class FromFnConsumer implements Consumer<@Nullable Object> {
        private final IFn fn;

        FromFnConsumer(IFn fn) {
            this.fn = fn;
        }

        @Override
        public void accept(@Nullable Object a) {
            Calls.<@Nullable Object>invoke(fn, a);
        }

        @Override
        public String toString() {
            return fn.toString();
        }
    }
}
