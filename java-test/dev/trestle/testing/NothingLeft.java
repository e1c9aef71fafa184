package dev.trestle.testing;

import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import dev.trestle.async.ChannelStats;
import dev.trestle.internal.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind: a thread of a pipeline, or one that works for it; an entry of the timer; a put or
 * a take that waits in a channel which the test has shown to this. What an earlier test has left is not held against it.
 */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PIPELINES = "dev.trestle.pipeline.";
    private static final String WAITING = "trestle-wait";

    private final List<Channel<?>> channels = new CopyOnWriteArrayList<>();
    private final Set<Thread> before = new HashSet<>();
    private final Set<String> virtualBefore = new HashSet<>();
    private int timers;

    @Override
    public void beforeEach(ExtensionContext context) {
        before.addAll(working().keySet());
        virtualBefore.addAll(VirtualThreads.named(WAITING).keySet());
        timers = Timer.pending();
    }

    /** Looks at a channel too, after the test. */
    public <T> Channel<T> in(Channel<T> channel) {
        channels.add(channel);
        return channel;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
        check(this::virtualLeft);
    }

    /** Waits until nothing is left, within a limit: for use in the midst of a test too. Virtual threads are looked for after it. */
    public void check() {
        check(this::left);
        channels.clear();
    }

    private static void check(Supplier<List<String>> leaving) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .dontCatchUncaughtExceptions()
                .atMost(LIMIT)
                .untilAsserted(() -> {
                    List<String> left = leaving.get();
                    if (!left.isEmpty()) {
                        throw new AssertionError("left behind: " + left);
                    }
                });
    }

    private List<String> virtualLeft() {
        List<String> left = new ArrayList<>();
        VirtualThreads.named(WAITING).forEach((thread, stack) -> {
            if (!virtualBefore.contains(thread) && stack.contains(PIPELINES)) {
                left.add("virtual thread " + thread + " at " + stack);
            }
        });
        return left;
    }

    private List<String> left() {
        List<String> left = new ArrayList<>();
        if (Timer.pending() > timers) {
            left.add(Timer.pending() - timers + " entries of the timer");
        }
        for (Channel<?> channel : channels) {
            ChannelStats stats = channel.stats();
            if (stats.waitingPutters() > 0 || stats.waitingTakers() > 0) {
                left.add(channel + " with " + stats);
            }
        }
        working().forEach((thread, stack) -> {
            if (!before.contains(thread)) {
                left.add("thread " + thread.getName() + " at " + List.of(stack));
            }
        });
        return left;
    }

    private static Map<Thread, StackTraceElement[]> working() {
        Map<Thread, StackTraceElement[]> working = new HashMap<>(Thread.getAllStackTraces());
        working.entrySet()
                .removeIf(thread -> !thread.getKey().getName().startsWith("trestle-pipeline")
                        && !(thread.getKey().getName().startsWith(WAITING) && worksForPipelines(thread.getValue())));
        return working;
    }

    private static boolean worksForPipelines(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith(PIPELINES)) {
                return true;
            }
        }
        return false;
    }
}
