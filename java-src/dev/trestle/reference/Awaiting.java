package dev.trestle.reference;

import clojure.lang.AFunction;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Transactions;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for agents as {@code await} does, by an action of one's own at the end of each queue; but not for an agent that
 * will never get there.
 */
@NullMarked
final class Awaiting {
    /** How often to look whether an agent has failed: only a wait that fails is late by this. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

    private Awaiting() {}

    static boolean all(long nanos, Agent<?>... agents) throws InterruptedException {
        Transactions.forbid("Agent.await");
        Agent<?> current = Agent.current();
        if (current != null) {
            throw new IllegalStateException("Agent.await must not be called in an action, was called in one of "
                    + Describe.identity("agent", current.unwrap())
                    + ": it would wait for itself; use sendAsync, or wait elsewhere");
        }
        CountDownLatch latch = new CountDownLatch(agents.length);
        List<Arrival> arrivals = new ArrayList<>(agents.length);
        for (Agent<?> agent : agents) {
            arrivals.add(new Arrival((AgentFacade<?>) Checks.notNull(agent, "agent"), latch));
        }
        for (Arrival arrival : arrivals) {
            arrival.agent.sendFn(arrival);
        }
        long start = System.nanoTime();
        while (true) {
            long left = nanos - (System.nanoTime() - start);
            if (latch.await(Math.min(Math.max(left, 0), LOOK), TimeUnit.NANOSECONDS)) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            for (Arrival arrival : arrivals) {
                arrival.check();
            }
        }
    }

    private static final class Arrival extends AFunction {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient AgentFacade<?> agent;
        private final transient CountDownLatch latch;
        private transient volatile boolean arrived;

        Arrival(AgentFacade<?> agent, CountDownLatch latch) {
            this.agent = agent;
            this.latch = latch;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object state) {
            arrived = true;
            latch.countDown();
            return state;
        }

        void check() {
            Throwable error = agent.raw.getError();
            boolean ended = clojure.lang.Agent.pooledExecutor.isTerminated();
            if (arrived) {
                return;
            }
            if (error != null) {
                throw agent.failed(error);
            }
            if (ended) {
                throw new IllegalStateException(Describe.identity("agent", agent.raw)
                        + " must have a running pool to be waited for, was shut down by Agent.shutdown() with actions"
                        + " waiting: await before that");
            }
        }
    }
}
