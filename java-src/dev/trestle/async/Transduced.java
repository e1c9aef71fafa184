package dev.trestle.async;

import org.jspecify.annotations.NullMarked;

/**
 * The two ends of one channel whose transducer changes the type of the values: what is put is an {@code A}, what is taken
 * a {@code B}.
 *
 * <pre>{@code
 * Transduced<String, Integer> lengths = Channel.transduced(
 *         Buffer.fixed(8), Transducer.<String>identity().map(String::length));
 * lengths.in().put("hello");
 * int five = lengths.out().take();
 * }</pre>
 *
 * @param in where values are put
 * @param out where they are taken
 * @param <A> the type of what is put
 * @param <B> the type of what is taken
 * @since 0.1.0
 */
@NullMarked
public record Transduced<A, B>(WritePort<A> in, ReadPort<B> out) {}
