package dev.trestle.reference;

import clojure.lang.IFn;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Functions;
import java.io.Serial;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A validator made from a predicate, which says what it refused. */
@NullMarked
final class ValidatorFn extends Functions.Adapter<Predicate<?>> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String word;

    @SuppressWarnings("serial") // as serializable as the user's lambda is
    private final Predicate<@Nullable Object> predicate;

    @SuppressWarnings("unchecked") // Clojure is untyped
    private ValidatorFn(Predicate<?> predicate, String word) {
        super(predicate);
        this.predicate = (Predicate<@Nullable Object>) predicate;
        this.word = word;
    }

    static @Nullable IFn of(@Nullable Predicate<?> predicate, String word) {
        if (predicate == null) {
            return null;
        }
        IFn fn = Functions.ofPredicate(predicate);
        return fn instanceof Functions.Adapter<?> ? new ValidatorFn(predicate, word) : fn;
    }

    @Override
    public Object invoke(@Nullable Object value) {
        if (!predicate.test(value)) {
            throw refused(value);
        }
        return true;
    }

    private IllegalStateException refused(@Nullable Object value) {
        return new IllegalStateException("value of " + word + " must satisfy its validator, was "
                + Describe.value(value) + ": the " + word + " keeps the value it had");
    }
}
