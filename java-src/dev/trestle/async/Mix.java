package dev.trestle.async;

import dev.trestle.internal.Checks;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of any number of channels into one, each of which can be heard alone, muted or paused. Clojure: a
 * {@code mix}.
 *
 * <pre>{@code
 * Mix<String> mix = Mix.of(out);
 * mix.admix(news);
 * mix.admix(chat);
 * mix.toggle(chat, Mix.Mode.MUTE, true);
 * }</pre>
 *
 * <p>A change takes effect on the values that are taken after it. It stops for good when a value meets a closed output.
 *
 * <p>Thread-safe.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
@NullMarked
public sealed interface Mix<T> permits MixFacade {
    /** What an input can be set to. */
    enum Mode {
        /** Heard, while inputs that are not are muted, or paused: see {@link Mix#soloMode}. It outdoes the other two. */
        SOLO,
        /** Taken from, and its values dropped. */
        MUTE,
        /** Not taken from. */
        PAUSE
    }

    /**
     * Makes a mix without inputs. Clojure: {@code (mix out)}.
     *
     * @param out where the values go
     * @param <T> the type of the values
     * @return a new mix
     */
    static <T> Mix<T> of(WritePort<? super T> out) {
        return MixFacade.of(out);
    }

    /**
     * Adopts a core.async mix.
     *
     * @param mix a mix; a facade is returned as it is
     * @param <T> the type that its values have, by the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is no mix
     */
    static <T> Mix<T> wrap(@Nullable Object mix) {
        return MixFacade.wrap(mix);
    }

    /**
     * Adds an input, or resets one that is there. Clojure: {@code (admix mix input)}.
     *
     * @param input the channel
     * @return what to close to {@link #unmix} it
     */
    Connection admix(ReadPort<? extends T> input);

    /**
     * Removes an input. Clojure: {@code (unmix mix input)}.
     *
     * @param input the channel
     */
    void unmix(ReadPort<? extends T> input);

    /** Removes all inputs. Clojure: {@code (unmix-all mix)}. */
    void unmixAll();

    /**
     * Sets one mode of one input, which is added if it is not there. Clojure: {@code (toggle mix {input {mode on}})}.
     *
     * @param input the channel
     * @param mode the mode
     * @param on whether it is on
     */
    default void toggle(ReadPort<? extends T> input, Mode mode, boolean on) {
        toggle(Map.of(Checks.notNull(input, "input"), Map.of(Checks.notNull(mode, "mode"), on)));
    }

    /**
     * Sets modes of several inputs at once; what is not named stays. Clojure: {@code (toggle mix states)}.
     *
     * @param states for each input its modes
     */
    void toggle(Map<? extends ReadPort<? extends T>, Map<Mode, Boolean>> states);

    /**
     * Says what becomes of other inputs while one is solo; at first they are muted. Clojure: {@code (solo-mode mix mode)}.
     *
     * @param mode {@link Mode#MUTE} or {@link Mode#PAUSE}
     * @throws IllegalArgumentException if it is {@link Mode#SOLO}
     */
    void soloMode(Mode mode);

    /**
     * Returns the core.async mix.
     *
     * @return the mix
     */
    Object unwrap();
}
