package dev.trestle.concurrent;

import org.jspecify.annotations.NullMarked;

/**
 * Says how much of some work is done.
 *
 * <p>Immutable. Thread-safe. Memory consistency effects: none.
 *
 * @param done how many items are done
 * @param total how many there are
 * @since 0.1.0
 */
@NullMarked
public record Progress(long done, long total) {}
