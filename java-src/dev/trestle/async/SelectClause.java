package dev.trestle.async;

import dev.trestle.internal.Calls;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A take, or a put if it has a value. */
@NullMarked
record SelectClause<R extends @Nullable Object>(
        Object raw,
        @Nullable Supplier<?> value,
        Function<@Nullable Object, R> then,
        @Nullable BooleanSupplier guard) {

    static <T, R extends @Nullable Object> SelectClause<R> take(
            Object raw, Function<? super @Nullable T, ? extends R> then) {
        return new SelectClause<>(raw, null, Calls.cast(then), null);
    }

    static <T, R extends @Nullable Object> SelectClause<R> put(
            Object raw, Supplier<? extends T> value, Function<? super Boolean, ? extends R> then) {
        return new SelectClause<>(raw, value, Calls.cast(then), null);
    }

    SelectClause<R> guarded(BooleanSupplier on) {
        BooleanSupplier before = guard;
        return new SelectClause<>(
                raw, value, then, before == null ? on : () -> before.getAsBoolean() && on.getAsBoolean());
    }

    boolean isOn() {
        return guard == null || guard.getAsBoolean();
    }
}
