package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.internal.Vars;
import dev.trestle.testing.ChildJvm;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What Clojure's pool does to a whole JVM, each in a JVM of its own. */
@NullMarked
class FuturePoolTest {

    @Test
    void fact32_afterShutdownAgentsFuturesAreRejectedWithTheReason() {
        ChildJvm.Result child = ChildJvm.run(AfterShutdown.class);

        assertThat(child.stderr()).isEmpty();
        assertThat(child.exitCode()).isZero();
        assertThat(child.stdout().lines().toList())
                .hasSize(3)
                .allMatch(line -> line.endsWith("Clojure's pool for futures must take the task, was shut down with "
                        + "Clojure's agents: start futures before that, or use an executor of your own"));
    }

    @Test
    void fact33_futureThreadsAreNoDaemonsSoMainEndsOnlyAfterShutdownAgents() {
        ChildJvm.Result child = ChildJvm.run(Lingering.class);

        assertThat(child.stderr()).isEmpty();
        assertThat(child.stdout()).isEqualToIgnoringNewLines("daemon: false");
        assertThat(child.exitCode()).isZero();
    }

    /** Tries everything that needs the pool. */
    static final class AfterShutdown {
        private AfterShutdown() {}

        public static void main(String[] args) throws Exception {
            Vars.core("shutdown-agents").invoke();
            tell(() -> ClojureFuture.call(() -> "never"));
            tell(() -> Delay.of(() -> "never").toCompletableFuture());
            tell(() -> Timeouts.call(() -> "never", Duration.ofSeconds(1)));
        }

        private static void tell(Callable<?> call) throws Exception {
            try {
                System.out.println("not rejected: " + call.call());
            } catch (RejectedExecutionException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Without the shutdown it would last for a minute: longer than the test waits. */
    static final class Lingering {
        private Lingering() {}

        public static void main(String[] args) throws Exception {
            ClojureFuture<Thread> future = ClojureFuture.call(Thread::currentThread);
            System.out.println("daemon: " + future.deref().isDaemon());
            Vars.core("shutdown-agents").invoke();
        }
    }
}
