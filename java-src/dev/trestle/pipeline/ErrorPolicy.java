package dev.trestle.pipeline;

import dev.trestle.async.WritePort;
import dev.trestle.internal.Checks;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;

/**
 * Says what a step does with an item for which its function has failed, after the step's retries.
 *
 * <p>It is about exceptions. An {@code Error} fails the run under every policy.
 *
 * <p>Immutable, so thread-safe. Serializable if what was passed to make it is.
 *
 * @param <T> the type of what the step gives out
 * @since 0.1.0
 */
@NullMarked
public sealed interface ErrorPolicy<T> extends Serializable permits Settlement {
    /**
     * Fails the run, which is what a step does unless told otherwise.
     *
     * @param <T> the type of what the step gives out
     * @return the policy
     */
    static <T> ErrorPolicy<T> failFast() {
        return new Settlement<>("fail fast", false, null);
    }

    /**
     * Leaves the item out. It is counted as failed.
     *
     * @param <T> the type of what the step gives out
     * @return the policy
     */
    static <T> ErrorPolicy<T> skip() {
        return new Settlement<>("skip", false, failed -> null);
    }

    /**
     * Lets a value go on in place of the item. It is counted as replaced.
     *
     * @param value the value
     * @param <T> the type of what the step gives out
     * @return the policy
     */
    static <T> ErrorPolicy<T> replace(T value) {
        Object checked = Checks.notNull(value, "value");
        return new Settlement<>("replace", true, failed -> checked);
    }

    /**
     * Lets the result of a function go on in place of the item. If it fails too, the run fails.
     *
     * @param f gives the replacement, on the step's thread
     * @param <T> the type of what the step gives out
     * @return the policy
     */
    static <T> ErrorPolicy<T> replaceWith(StepFunction<? super FailedItem<Object>, ? extends T> f) {
        Checks.notNull(f, "f");
        return new Settlement<>("replace", true, failed -> Op.checked(f.apply(failed)));
    }

    /**
     * Hands the item to a consumer. It is counted as failed. If the consumer fails too, the run fails.
     *
     * @param consumer takes the item, on the step's thread
     * @param <T> the type of what the step gives out
     * @return the policy
     */
    static <T> ErrorPolicy<T> deadLetter(StepConsumer<? super FailedItem<Object>> consumer) {
        Checks.notNull(consumer, "consumer");
        return new Settlement<>("dead letter", false, failed -> {
            consumer.accept(failed);
            return null;
        });
    }

    /**
     * Puts the item into a channel, waiting until it is accepted. It is counted as failed. If the channel is closed, the run
     * fails. The channel is not closed at the end.
     *
     * @param port the channel
     * @param <T> the type of what the step gives out
     * @return the policy
     */
    static <T> ErrorPolicy<T> deadLetter(WritePort<? super FailedItem<Object>> port) {
        Checks.notNull(port, "port");
        return new Settlement<>("dead letter", false, port, failed -> {
            if (!port.put(failed)) {
                throw new IllegalStateException("dead letter channel must be open, was closed: " + port);
            }
            return null;
        });
    }
}
