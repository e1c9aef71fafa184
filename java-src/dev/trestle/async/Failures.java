package dev.trestle.async;

import dev.trestle.internal.Calls;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What becomes of a failure that ends a channel's source. */
@NullMarked
final class Failures {
    private Failures() {}

    /** Tells the consumers, or nobody in particular if the channel is closed already. */
    static void close(WritePort<?> port, Throwable cause) {
        if (port.isClosed()) {
            Calls.uncaught(cause);
        } else {
            port.close(cause);
        }
    }

    static <T> Channel<T> channel(CompletionStage<? extends @Nullable T> stage) {
        Channel<T> channel = Channel.promise();
        var unused = stage.whenComplete((value, failure) -> {
            if (failure != null) {
                close(channel, cause(failure));
                return;
            }
            if (value != null) {
                channel.offer(value);
            }
            channel.close();
        });
        return channel;
    }

    /** What a stage that depends on another reports in its place. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
