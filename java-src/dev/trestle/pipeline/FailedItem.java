package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * An item for which a step's function has failed.
 *
 * <p>Immutable, so thread-safe.
 *
 * @param step the name of the step, with its position
 * @param item the item
 * @param cause what the function has thrown the last time
 * @param attempts how often the function was called
 * @param <T> the type of the item
 * @since 0.1.0
 */
@NullMarked
public record FailedItem<T>(String step, T item, Throwable cause, int attempts) {}
