package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.testing.ChildJvm;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Shutting the pools down is for the whole JVM: so each of these has one of its own. */
class AgentShutdownTest {
    @Test
    void fact32_afterShutdown_everythingFailsAtOnceWithTheReason() {
        ChildJvm.Result result = ChildJvm.run(AfterShutdown.class);

        assertThat(result.stdout().lines())
                .containsExactly(
                        "send: RejectedExecutionException",
                        "sendOff: RejectedExecutionException",
                        "sendAsync: RejectedExecutionException",
                        "await: RejectedExecutionException",
                        "sendVia: 2",
                        "raw send returns, and the action waits for ever: 1");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void fact32_awaitInProgress_endsWhenThePoolsDo() {
        ChildJvm.Result result = ChildJvm.run(ShutdownWhileAwaiting.class);

        assertThat(result.stdout())
                .contains("IllegalStateException")
                .contains("must have a running pool to be waited for")
                .contains("sendAsync: java.util.concurrent.RejectedExecutionException")
                .contains("and the agent says so: RejectedExecutionException");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void fact33_aProgramThatShutsDown_ends_andItsLastActionsHaveRun() {
        ChildJvm.Result result = ChildJvm.run(Ends.class);

        assertThat(result.stdout()).isEqualTo("last action\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void fact33_aProgramThatForgets_doesNotEnd() {
        ChildJvm.Result result = ChildJvm.run(DoesNotEnd.class);

        assertThat(result.stdout()).contains("main is done, a pool is not: clojure-agent-send-pool-0");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void executors_mayBeReplaced() {
        ChildJvm.Result result = ChildJvm.run(OwnExecutors.class);

        assertThat(result.stdout().lines()).containsExactly("mine", "mine too");
        assertThat(result.exitCode()).isZero();
    }

    /** Asks for everything that a pool is needed for. */
    static final class AfterShutdown {
        public static void main(String[] args) throws Exception {
            Agent<Long> agent = Agent.of(1L);
            Agent.shutdown();
            say("send", () -> agent.send(n -> n));
            say("sendOff", () -> agent.sendOff(n -> n));
            agent.sendAsync(n -> n)
                    .handle((value, e) -> {
                        System.out.println("sendAsync: " + e.getClass().getSimpleName());
                        return value;
                    })
                    .join();
            say("await", agent::await);
            agent.sendVia(Runnable::run, n -> n + 1);
            System.out.println("sendVia: " + agent.deref());
            clojure.lang.Agent raw = (clojure.lang.Agent) agent.unwrap();
            raw.dispatch(null, null, clojure.lang.Agent.pooledExecutor);
            System.out.println("raw send returns, and the action waits for ever: " + raw.getQueueCount());
        }

        private static void say(String name, Attempt attempt) throws Exception {
            try {
                attempt.run();
                System.out.println(name + " returned");
            } catch (RuntimeException e) {
                System.out.println(name + ": " + e.getClass().getSimpleName());
            }
        }

        private interface Attempt {
            void run() throws Exception;
        }
    }

    /** Shuts down while actions wait behind others. */
    static final class ShutdownWhileAwaiting {
        public static void main(String[] args) throws Exception {
            Agent<Long> awaited = Agent.of(1L);
            Agent<Long> asked = Agent.of(1L);
            CountDownLatch gate = new CountDownLatch(1);
            UnaryOperator<Long> blocking = n -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return n;
            };
            awaited.send(blocking);
            asked.send(blocking);
            var future = asked.sendAsync(n -> n + 1);
            Thread waiter = new Thread(() -> {
                try {
                    awaited.await();
                    System.out.println("await returned");
                } catch (IllegalStateException | InterruptedException e) {
                    System.out.println(e);
                }
            });
            waiter.start();
            clojure.lang.Agent raw = (clojure.lang.Agent) awaited.unwrap();
            while (raw.getQueueCount() < 2) {
                Thread.onSpinWait();
            }
            Agent.shutdown();
            gate.countDown();
            waiter.join();
            future.handle((value, e) -> {
                        System.out.println("sendAsync: " + e);
                        return value;
                    })
                    .join();
            while (asked.error() == null) {
                Thread.onSpinWait();
            }
            System.out.println(
                    "and the agent says so: " + asked.error().getClass().getSimpleName());
        }
    }

    /** Sends, shuts down, returns. */
    static final class Ends {
        public static void main(String[] args) throws Exception {
            Agent<String> agent = Agent.of("");
            agent.send(s -> "last action");
            agent.await();
            System.out.println(agent.deref());
            Agent.shutdown();
        }
    }

    /** Sends and returns; a daemon looks what is left. */
    static final class DoesNotEnd {
        public static void main(String[] args) throws Exception {
            Agent<String> agent = Agent.of("");
            agent.send(s -> s);
            agent.await();
            Thread main = Thread.currentThread();
            Thread daemon = new Thread(() -> {
                try {
                    main.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.isDaemon())
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("clojure-agent"))
                        .forEach(name -> System.out.println("main is done, a pool is not: " + name));
                System.exit(3);
            });
            daemon.setDaemon(true);
            daemon.start();
        }
    }

    /** Puts executors in the place of Clojure's. */
    static final class OwnExecutors {
        public static void main(String[] args) throws Exception {
            Agent.sendExecutor(Executors.newSingleThreadExecutor(task -> new Thread(task, "mine")));
            Agent.sendOffExecutor(Executors.newSingleThreadExecutor(task -> new Thread(task, "mine too")));
            Agent<String> agent = Agent.of("");
            System.out.println(
                    agent.sendAsync(s -> Thread.currentThread().getName()).get());
            agent.sendOff(s -> Thread.currentThread().getName());
            agent.await();
            System.out.println(agent.deref());
            Agent.shutdown();
        }
    }
}
