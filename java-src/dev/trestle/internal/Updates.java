package dev.trestle.internal;

import clojure.lang.AFn;
import clojure.lang.IFn;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Adapts update functions, one with each call of {@code swap}, {@code alter} or {@code send}: so they are as small as an
 * adapter can be, 16 bytes, and are neither serializable nor able to carry metadata as those of {@link Functions} are.
 */
@NullMarked
public final class Updates {
    private Updates() {}

    /**
     * Adapts an update.
     *
     * @param f from the old value to the new
     * @return it, a function of one argument
     */
    @SuppressWarnings("unchecked") // Clojure is untyped
    public static IFn of(Function<?, ?> f) {
        return new Update((Function<@Nullable Object, @Nullable Object>) f);
    }

    /**
     * Adapts an update with an argument.
     *
     * @param f from the old value and the argument to the new value
     * @return it, a function of two arguments
     */
    @SuppressWarnings("unchecked") // Clojure is untyped
    public static IFn of(BiFunction<?, ?, ?> f) {
        return new UpdateWith((BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) f);
    }

    /**
     * Adapts an update that the engine also calls outside of the transaction's body, and so guards itself against a
     * swallowed retry.
     *
     * @param f from the old value to the new
     * @return it, a function of one argument
     */
    @SuppressWarnings("unchecked") // Clojure is untyped
    public static IFn commuting(Function<?, ?> f) {
        return new Commute((Function<@Nullable Object, @Nullable Object>) f);
    }

    /**
     * As {@link #commuting(Function)}, with an argument.
     *
     * @param f from the old value and the argument to the new value
     * @return it, a function of two arguments
     */
    @SuppressWarnings("unchecked") // Clojure is untyped
    public static IFn commuting(BiFunction<?, ?, ?> f) {
        return new CommuteWith((BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) f);
    }

    private static final class Update extends AFn {
        private final Function<@Nullable Object, @Nullable Object> f;

        Update(Function<@Nullable Object, @Nullable Object> f) {
            this.f = f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object value) {
            return f.apply(value);
        }
    }

    private static final class UpdateWith extends AFn {
        private final BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> f;

        UpdateWith(BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> f) {
            this.f = f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object value, @Nullable Object arg) {
            return f.apply(value, arg);
        }
    }

    private static final class Commute extends AFn {
        private final Function<@Nullable Object, @Nullable Object> f;

        Commute(Function<@Nullable Object, @Nullable Object> f) {
            this.f = f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object value) {
            Transactions.Attempt attempt = Transactions.attempt();
            Error before = attempt.beginGuard();
            try {
                Object result = f.apply(value);
                attempt.endGuard(before);
                return result;
            } catch (Throwable e) {
                attempt.rethrow();
                throw e;
            }
        }
    }

    private static final class CommuteWith extends AFn {
        private final BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> f;

        CommuteWith(BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> f) {
            this.f = f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object value, @Nullable Object arg) {
            Transactions.Attempt attempt = Transactions.attempt();
            Error before = attempt.beginGuard();
            try {
                Object result = f.apply(value, arg);
                attempt.endGuard(before);
                return result;
            } catch (Throwable e) {
                attempt.rethrow();
                throw e;
            }
        }
    }
}
