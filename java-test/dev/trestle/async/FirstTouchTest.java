package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.concurrent.Parallel;
import dev.trestle.interop.Clj;
import dev.trestle.testing.ChildJvm;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The first channel of a JVM may be wanted by a namespace that is being loaded, and by others at the same time. */
class FirstTouchTest {
    @Test
    void firstChannel_inANamespaceThatIsLoaded_whileOthersWantOneToo_doesNotHang() {
        ChildJvm.Result result = ChildJvm.run(Child.class);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines()).containsExactlyInAnyOrder("loaded 6", "channel", "fold 6");
        assertThat(result.exitCode()).isZero();
    }

    /** Loads the namespace on one thread, and wants a channel and a fold on two others. */
    public static final class Child {
        private static final CountDownLatch LOADING = new CountDownLatch(1);
        private static final Thread CHANNEL = new Thread(() -> {
            awaitLoading();
            Channel.<Integer>buffered(1);
            System.out.println("channel");
        });
        private static final Thread FOLD = new Thread(() -> {
            awaitLoading();
            int sum = Parallel.fold(List.of(1, 2, 3), 512, () -> 0, Integer::sum, Integer::sum);
            System.out.println("fold " + sum);
        });

        private Child() {}

        /** Called by the namespace: returns when the other threads wait for the one that loads it. */
        public static void untilOthersWait() {
            LOADING.countDown();
            while (CHANNEL.getState() != Thread.State.BLOCKED || FOLD.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }

        private static void awaitLoading() {
            try {
                LOADING.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        public static void main(String[] args) throws Exception {
            CHANNEL.start();
            FOLD.start();
            Clj.require("dev.trestle.async-fixtures.makes-channel");
            Object sum = Clj.var("dev.trestle.async-fixtures.makes-channel", "sum");
            System.out.println("loaded " + ((clojure.lang.IDeref) sum).deref());
            CHANNEL.join();
            FOLD.join();
        }
    }
}
