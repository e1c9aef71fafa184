package dev.trestle.async;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Copies each value of a channel to all channels that tap it. Clojure: a {@code mult}.
 *
 * <pre>{@code
 * Mult<String> words = Mult.of(source);
 * words.tap(screen);
 * try (Connection logged = words.tap(log)) {
 *     source.put("hello");
 * }
 * }</pre>
 *
 * <p>It takes from its source from the start, as fast as the slowest tap accepts: the next value waits for every tap. Give
 * a slow one a dropping or sliding buffer. While nothing taps, values are dropped. A tap that is closed is removed when the
 * next value comes.
 *
 * <p>Thread-safe.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
@NullMarked
public sealed interface Mult<T> permits MultFacade {
    /**
     * Starts to distribute a channel's values, which nobody else should take. Clojure: {@code (mult source)}.
     *
     * @param source the channel
     * @param <T> the type of the values
     * @return a new mult
     */
    static <T> Mult<T> of(ReadPort<? extends T> source) {
        return MultFacade.of(source);
    }

    /**
     * Adopts a core.async mult.
     *
     * @param mult a mult; a facade is returned as it is
     * @param <T> the type that its values have, by the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is no mult
     */
    static <T> Mult<T> wrap(@Nullable Object mult) {
        return MultFacade.wrap(mult);
    }

    /**
     * Copies values to a channel from now on, and closes it when the source is closed. Clojure: {@code (tap mult to)}.
     *
     * @param to the channel
     * @return what to close to {@link #untap} it
     */
    default Connection tap(WritePort<? super T> to) {
        return tap(to, true);
    }

    /**
     * Copies values to a channel from now on. Clojure: {@code (tap mult to close?)}.
     *
     * @param to the channel
     * @param close whether it is closed when the source is
     * @return what to close to {@link #untap} it
     */
    Connection tap(WritePort<? super T> to, boolean close);

    /**
     * Copies no more values to a channel. Clojure: {@code (untap mult to)}.
     *
     * <p>A value that already waits for room in the channel stays there, and the mult waits for it: take it, or close and
     * drain the channel.
     *
     * @param to the channel
     */
    void untap(WritePort<? super T> to);

    /** Copies no more values to any channel, as {@link #untap} does. Clojure: {@code (untap-all mult)}. */
    void untapAll();

    /**
     * Returns the core.async mult.
     *
     * @return the mult
     */
    Object unwrap();
}
