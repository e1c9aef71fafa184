package dev.trestle.async;

import static org.awaitility.Awaitility.await;

import clojure.lang.IFn;
import clojure.lang.Keyword;
import dev.trestle.internal.Vars;
import java.time.Duration;
import java.util.Map;

/** Looks at who waits in a channel, with Clojure's {@code datafy}. */
final class Waiting {
    private static final IFn DATAFY = Vars.load("clojure.datafy", "datafy");

    private Waiting() {}

    static void takes(Channel<?> channel, int count) {
        until(channel, "take-count", count);
    }

    static void puts(Channel<?> channel, int count) {
        until(channel, "put-count", count);
    }

    static int count(Channel<?> channel, String key) {
        Map<?, ?> state = (Map<?, ?>) DATAFY.invoke(channel.unwrap());
        return ((Number) state.get(Keyword.intern(key))).intValue();
    }

    private static void until(Channel<?> channel, String key, int count) {
        if (count(channel, key) == count) {
            return;
        }
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> count(channel, key) == count);
    }
}
