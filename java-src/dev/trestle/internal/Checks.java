package dev.trestle.internal;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Checks of arguments, made before Clojure makes its own, with messages that say what must be and what was. */
@NullMarked
public final class Checks {
    private Checks() {}

    /**
     * Requires an argument.
     *
     * @param value the argument
     * @param name its name
     * @param <T> its type
     * @return the argument
     * @throws NullPointerException if it is null
     */
    public static <T> T notNull(@Nullable T value, String name) {
        return Objects.requireNonNull(value, () -> name + " must not be null");
    }

    /**
     * Converts a waiting time: parts of a nanosecond do not exist, and more than {@code Long.MAX_VALUE} nanoseconds (292
     * years) counts as that.
     *
     * @param duration the waiting time
     * @param name its name
     * @return nanoseconds, at least 0
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is negative
     */
    public static long nanos(@Nullable Duration duration, String name) {
        Duration d = notNull(duration, name);
        if (d.isNegative()) {
            throw new IllegalArgumentException(name + " must be >= 0, was " + d);
        }
        return d.toSeconds() >= Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : d.toNanos();
    }

    /**
     * Converts a waiting time for an engine that counts milliseconds, rounding up.
     *
     * @param duration the waiting time
     * @param name its name
     * @return milliseconds, at least 0
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is negative
     */
    public static long millis(@Nullable Duration duration, String name) {
        long nanos = nanos(duration, name);
        return nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1);
    }

    /**
     * Requires a count of at least one.
     *
     * @param count the count
     * @param name its name
     * @return the count
     * @throws IllegalArgumentException if it is less than 1
     */
    public static int positive(int count, String name) {
        if (count < 1) {
            throw new IllegalArgumentException(name + " must be > 0, was " + count);
        }
        return count;
    }

    /**
     * Requires a count of at least zero.
     *
     * @param count the count
     * @param name its name
     * @return the count
     * @throws IllegalArgumentException if it is less than 0
     */
    public static int notNegative(int count, String name) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " must be >= 0, was " + count);
        }
        return count;
    }

    /**
     * Requires that an object to be adopted has the right type.
     *
     * @param type the Clojure type that is wanted
     * @param value the object
     * @param <R> the type that is wanted
     * @return the object
     * @throws IllegalArgumentException if it has another type; the message names both
     */
    public static <R> R adopt(Class<R> type, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw notAdoptable(type.getName(), value);
        }
        return type.cast(value);
    }

    /**
     * Says that an object cannot be adopted.
     *
     * @param wanted what was wanted
     * @param value the object
     * @return the exception
     */
    public static IllegalArgumentException notAdoptable(String wanted, @Nullable Object value) {
        return new IllegalArgumentException("object must be a " + wanted + ", was "
                + (value == null ? "null" : value.getClass().getName() + ": " + Describe.value(value)));
    }
}
