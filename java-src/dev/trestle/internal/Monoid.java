package dev.trestle.internal;

import clojure.lang.AFunction;
import java.io.Serial;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A function that reducers combine with: of no arguments it gives the identity, of two what they make together. */
@NullMarked
public final class Monoid extends AFunction {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Gives the identity. */
    @SuppressWarnings("serial") // as serializable as the user's lambda is
    private final Supplier<?> identity;

    /** Combines two. */
    @SuppressWarnings("serial") // as serializable as the user's lambda is
    private final BinaryOperator<?> combine;

    /**
     * Joins the two.
     *
     * @param identity gives the identity
     * @param combine combines two values
     */
    public Monoid(Supplier<?> identity, BinaryOperator<?> combine) {
        this.identity = identity;
        this.combine = combine;
    }

    @Override
    public @Nullable Object invoke() {
        return identity.get();
    }

    @Override
    public @Nullable Object invoke(@Nullable Object a, @Nullable Object b) {
        return Calls.<BinaryOperator<@Nullable Object>>cast(combine).apply(a, b);
    }
}
