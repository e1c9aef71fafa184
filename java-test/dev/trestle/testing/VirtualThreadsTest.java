package dev.trestle.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trestle.internal.Threads;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class VirtualThreadsTest {
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void named_findsWhatWaits_untilItEnds() {
        CountDownLatch latch = new CountDownLatch(1);
        Map<String, String> before = VirtualThreads.named("trestle-wait");
        Threads.waiting().execute(() -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        await().until(() -> VirtualThreads.named("trestle-wait").entrySet().stream()
                .anyMatch(thread -> !before.containsKey(thread.getKey())
                        && thread.getValue().contains(VirtualThreadsTest.class.getName())));
        latch.countDown();
        await().until(() -> VirtualThreads.named("trestle-wait").values().stream()
                .noneMatch(stack -> stack.contains(VirtualThreadsTest.class.getName())));
        assertThat(VirtualThreads.named("nothing")).isEmpty();
    }
}
