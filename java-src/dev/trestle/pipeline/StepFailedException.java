package dev.trestle.pipeline;

import dev.trestle.internal.Describe;
import java.io.Serial;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a run has failed because one of its steps has. The cause is what the step's function has thrown.
 *
 * @since 0.1.0
 */
@NullMarked
public final class StepFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The name of the step, with its position. */
    private final String step;

    StepFailedException(String step, @Nullable Object item, Throwable cause) {
        super(
                step + " failed" + (item == null ? "" : " on " + Describe.value(item)) + ": " + Describe.failure(cause),
                cause);
        this.step = step;
    }

    /**
     * Returns the name of the step.
     *
     * @return the name, with its position
     */
    public String step() {
        return step;
    }
}
