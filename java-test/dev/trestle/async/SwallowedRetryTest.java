package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a callback's failure is kept from must not keep the engine's signal to retry from a transaction. */
@Timeout(60)
class SwallowedRetryTest {
    private static final IFn ALTER = Clojure.var("clojure.core", "alter");
    private static final IFn INC = Clojure.var("clojure.core", "inc");
    private static final int EACH = 2_000;

    @Test
    void subscriber_thatChangesARefInATransaction_losesNoUpdate() throws Exception {
        Ref<Long> count = Ref.of(0L);
        Channel<Integer> channel = Channel.buffered(1);
        Flow.Publisher<Integer> publisher = channel.toPublisher();
        Runnable updates = () -> {
            for (int i = 0; i < EACH; i++) {
                Stm.dosync(() -> publisher.subscribe(new Changing(count)));
            }
        };

        CompletableFuture<Void> other = CompletableFuture.runAsync(updates);
        updates.run();
        other.get(50, TimeUnit.SECONDS);

        assertThat(count.deref()).isEqualTo(2L * EACH);
    }

    /** Changes the ref as Clojure code does. */
    private record Changing(Ref<Long> count) implements Flow.Subscriber<Integer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            ALTER.invoke(count.unwrap(), INC);
            Thread.onSpinWait();
            subscription.cancel();
        }

        @Override
        public void onNext(Integer item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
