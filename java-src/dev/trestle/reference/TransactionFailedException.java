package dev.trestle.reference;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A transaction gave up: it was told to retry once too often, or for too long. Nothing of it was committed.
 *
 * @since 0.1.0
 */
@NullMarked
public final class TransactionFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** How often the body ran. */
    private final int attempts;

    /** How long it went on. */
    private final Duration elapsed;

    TransactionFailedException(String limit, int attempts, Duration elapsed, @Nullable Throwable cause) {
        super(
                "transaction must commit within " + limit + ", was told to retry " + attempts + " times in "
                        + elapsed.toMillis()
                        + " ms: make its body shorter, or let fewer threads write the same refs (commute, smaller refs)",
                cause);
        this.attempts = attempts;
        this.elapsed = elapsed;
    }

    /**
     * Returns how many times the body ran.
     *
     * @return the attempts, at least 1
     */
    public int attempts() {
        return attempts;
    }

    /**
     * Returns how long it went on.
     *
     * @return the time from the first attempt to the end; without limits of its own, from the first retry
     */
    public Duration elapsed() {
        return elapsed;
    }
}
