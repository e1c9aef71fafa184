package dev.trestle.reference;

import clojure.lang.AMapEntry;
import java.io.Serial;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * {@link Change} as Clojure knows it, a vector of two: {@code IAtom2} must answer with one, and so must the facade.
 *
 * @param <T> the type of the values
 */
@NullMarked
final class ChangePair<T extends @Nullable Object> extends AMapEntry implements Change<T> {
    @Serial
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as serializable as the value is
    private final T before;

    @SuppressWarnings("serial") // as serializable as the value is
    private final T after;

    ChangePair(T before, T after) {
        this.before = before;
        this.after = after;
    }

    @Override
    public T before() {
        return before;
    }

    @Override
    public T after() {
        return after;
    }

    @Override
    public @Nullable Object key() {
        return before;
    }

    @Override
    public @Nullable Object val() {
        return after;
    }

    @Override
    public @Nullable Object getKey() {
        return before;
    }

    @Override
    public @Nullable Object getValue() {
        return after;
    }
}
