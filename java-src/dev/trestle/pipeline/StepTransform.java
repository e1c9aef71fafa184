package dev.trestle.pipeline;

import clojure.lang.IFn;
import dev.trestle.async.ReadPort;
import dev.trestle.async.WritePort;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What a step does with all of its items, between two channels. It may wait, and throw any exception; a lambda passed for it is
 * serializable if what it captures is.
 *
 * <pre>{@code
 * StepTransform<String, Integer> lengths = (in, out) -> {
 *     for (String word : in) {
 *         out.put(word.length());
 *     }
 * };
 * }</pre>
 *
 * @param <A> the type of the items that come in
 * @param <B> the type of the items that go out
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface StepTransform<A, B> extends Serializable {
    /**
     * Takes items from one channel and puts others into another, until there is nothing left to do.
     *
     * @param in a core.async channel of the items, closed after the last, or when the run ends
     * @param out a core.async channel for what goes on; if it is closed, a put answers false: then nothing more is wanted
     * @throws Exception if it fails, which fails the run
     */
    void transform(ReadPort<A> in, WritePort<B> out) throws Exception;

    /**
     * Adopts a Clojure function. If it returns a channel, as {@code go} and {@code pipeline} do, what that channel gives is
     * waited for. Clojure: {@code (fn [in out] (pipeline 2 out xform in))}.
     *
     * @param fn a Clojure function of two channels
     * @param <A> the type of the items that come in: the caller's word for it
     * @param <B> the type of the items that go out: the caller's word for it
     * @return it, as a step's function
     * @throws IllegalArgumentException if it cannot be called
     */
    static <A, B> StepTransform<A, B> wrap(@Nullable Object fn) {
        IFn adopted = Checks.adopt(IFn.class, fn);
        return (in, out) -> {
            Object result = adopted.invoke(in, out);
            if (result != null && ChannelEngine.get().isReadPort(result)) {
                Object unused = ReadPort.wrap(result).take();
            }
        };
    }
}
