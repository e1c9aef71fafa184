package dev.trestle.async;

import java.io.Serial;
import org.jspecify.annotations.NullMarked;

/**
 * Says that 1,024 puts or takes already wait in a channel, which is as many as core.async admits. Nothing was put or taken.
 *
 * <p>So many waiters mean that one side is too slow or absent: bound the number of threads or asynchronous calls that use
 * the channel, or give it a dropping or sliding {@link Buffer}.
 *
 * @since 0.1.0
 */
@NullMarked
public final class TooManyWaitersException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    TooManyWaitersException(String message) {
        super(message);
    }
}
