package dev.trestle.async;

import java.io.Serial;
import org.jspecify.annotations.NullMarked;

/**
 * Says that a take has found its channel drained, and closed by {@link WritePort#close(Throwable)}. The cause is what was
 * given there: a consumer that loops until the end learns that the end is a failure.
 *
 * @since 0.1.0
 */
@NullMarked
public final class ChannelFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ChannelFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
