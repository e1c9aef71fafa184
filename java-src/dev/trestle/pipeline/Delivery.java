package dev.trestle.pipeline;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event that was published, for each subscription at that moment.
 *
 * <p>Immutable, so thread-safe.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Delivery {
    static final Delivery NONE = new Delivery(new Subscriber<?>[0], new Outcome[0]);

    private final Subscriber<?>[] subscribers;
    private final @Nullable Outcome[] outcomes;

    /** What became of it for one of them. */
    public enum Outcome {
        /** The subscription's buffer has it. */
        DELIVERED,
        /** The buffer was full, and the subscription drops the newest. */
        DROPPED,
        /** The buffer was full for as long as the publisher was to wait, or the subscription has ended. */
        REFUSED
    }

    Delivery(Subscriber<?>[] subscribers, @Nullable Outcome[] outcomes) {
        this.subscribers = subscribers;
        this.outcomes = outcomes;
    }

    /** Gives it to those who have no outcome yet, all at once: only the publisher waits, and none of them for another. */
    static void await(
            Subscriber<?>[] subscribers, @Nullable Outcome[] outcomes, Object[] payloads, long start, long atMost) {
        long count = Arrays.stream(outcomes).filter(Objects::isNull).count();
        @Nullable WaitingPut[] puts = new WaitingPut[outcomes.length];
        for (int i = 0; i < outcomes.length && count > 1; i++) {
            puts[i] = outcomes[i] == null ? subscribers[i].begin(payloads[i]) : null;
        }
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = count > 1
                        ? subscribers[i].end(puts[i], payloads[i], start, atMost)
                        : subscribers[i].put(payloads[i], start, atMost);
            }
        }
    }

    /**
     * Says how many have it.
     *
     * @return the count
     */
    public int delivered() {
        return count(Outcome.DELIVERED);
    }

    /**
     * Says how many have dropped it.
     *
     * @return the count
     */
    public int dropped() {
        return count(Outcome.DROPPED);
    }

    /**
     * Says how many have refused it.
     *
     * @return the count
     */
    public int refused() {
        return count(Outcome.REFUSED);
    }

    /**
     * Says whether there was no subscription at all.
     *
     * @return true if nobody has heard of the event
     */
    public boolean isUnheard() {
        return outcomes.length == 0;
    }

    /**
     * Says what became of it for each subscription.
     *
     * @return the outcomes
     */
    public Map<Subscription, Outcome> outcomes() {
        Map<Subscription, Outcome> all = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.length; i++) {
            Outcome outcome = outcomes[i];
            if (outcome != null) {
                all.put(subscribers[i], outcome);
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private int count(Outcome outcome) {
        int count = 0;
        for (@Nullable Outcome each : outcomes) {
            count += each == outcome ? 1 : 0;
        }
        return count;
    }

    @Override
    public String toString() {
        return outcomes().entrySet().stream()
                .map(entry -> entry.getKey().name() + " " + entry.getValue())
                .sorted()
                .collect(Collectors.joining(", ", "Delivery[", "]"));
    }
}
