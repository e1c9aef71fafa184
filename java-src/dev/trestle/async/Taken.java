package dev.trestle.async;

import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a take that may end without a value.
 *
 * <pre>{@code
 * Taken<String> taken = words.take(Duration.ofSeconds(1));
 * if (taken instanceof Taken.Value<String> word) {
 *     System.out.println(word.value());
 * } else if (taken.isClosed()) {
 *     System.out.println("no more words");
 * }
 * }</pre>
 *
 * <p>Immutable, so thread-safe.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
@NullMarked
public sealed interface Taken<T> {
    /**
     * A value was taken.
     *
     * @param value the value
     * @param <T> its type
     */
    record Value<T>(T value) implements Taken<T> {}

    /**
     * The channel is closed and drained: no value will ever come.
     *
     * @param cause why it was closed, or null if that was not told
     * @param <T> the type that a value would have
     */
    record Closed<T>(@Nullable Throwable cause) implements Taken<T> {}

    /**
     * The time was up. Nothing was taken, and nothing of the wait is left in the channel.
     *
     * @param <T> the type that a value would have
     */
    record TimedOut<T>() implements Taken<T> {}

    /**
     * There was no value at that moment, and waiting was not asked for.
     *
     * @param <T> the type that a value would have
     */
    record WouldBlock<T>() implements Taken<T> {}

    /**
     * Says whether a value was taken.
     *
     * @return true if this is a {@link Value}
     */
    default boolean isValue() {
        return this instanceof Value<T>;
    }

    /**
     * Says whether the channel is closed and drained.
     *
     * @return true if this is {@link Closed}
     */
    default boolean isClosed() {
        return this instanceof Closed<T>;
    }

    /**
     * Returns the value, if there is one.
     *
     * @return the value, or empty
     */
    default Optional<T> toOptional() {
        return this instanceof Value<T> taken ? Optional.of(taken.value()) : Optional.empty();
    }
}
