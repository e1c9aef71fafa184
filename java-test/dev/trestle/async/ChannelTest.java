package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.LockingTransaction;
import dev.trestle.internal.Vars;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class ChannelTest {
    @Test
    void buffered_keepsOrder() throws Exception {
        Channel<String> channel = Channel.buffered(3);

        assertThat(channel.put("a")).isTrue();
        assertThat(channel.put("b")).isTrue();

        assertThat(channel.take()).isEqualTo("a");
        assertThat(channel.take()).isEqualTo("b");
    }

    @Test
    void rendezvous_handsOverBetweenThreads() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Running putter = Running.start(() -> {
            for (int i = 0; i < 1000; i++) {
                channel.put(i);
            }
            channel.close();
        });

        List<Integer> taken = new ArrayList<>();
        for (int i : channel) {
            taken.add(i);
        }

        putter.join();
        assertThat(taken).hasSize(1000).isSorted();
    }

    @Test
    void close_refusesPutsAndDrains() throws Exception {
        Channel<Integer> channel = Channel.buffered(2);
        channel.put(1);

        channel.close();
        channel.close();

        assertThat(channel.isClosed()).isTrue();
        assertThat(channel.put(2)).isFalse();
        assertThat(channel.take()).isEqualTo(1);
        assertThat(channel.take()).isNull();
        assertThat(channel.take()).isNull();
    }

    @Test
    void close_endsWaitingTakes() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        List<Running> takers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            takers.add(Running.start(() -> assertThat(channel.take()).isNull()));
        }
        Waiting.takes(channel, 3);

        channel.close();

        for (Running taker : takers) {
            taker.join();
        }
    }

    @Test
    void fact8_closeLeavesPuttersWaitingUntilTheyAreTaken() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Running putter = Running.start(() -> assertThat(channel.put(7)).isTrue());
        Waiting.puts(channel, 1);

        channel.close();

        assertThat(channel.take()).isEqualTo(7);
        assertThat(channel.take()).isNull();
        putter.join();
    }

    @Test
    void promise_givesItsFirstValueToEveryTake() throws Exception {
        Channel<String> channel = Channel.promise();

        assertThat(channel.put("first")).isTrue();
        assertThat(channel.put("second")).isTrue();

        assertThat(channel.take()).isEqualTo("first");
        assertThat(channel.take()).isEqualTo("first");
    }

    @Test
    void fact9_nullIsRefusedUpFront() {
        Channel<String> channel = Channel.rendezvous();

        assertThatNullPointerException()
                .isThrownBy(() -> channel.put(Untyped.nothing()))
                .withMessage("value must not be null");
    }

    @Test
    void fact11_emptyBuffersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Channel.buffered(0))
                .withMessage("capacity must be > 0, was 0");
    }

    @Test
    void iterator_pastTheEnd_saysSo() {
        Channel<Integer> channel = Channel.buffered(1);
        channel.close();

        assertThatThrownBy(channel.iterator()::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void wrap_adoptsChannelsOnly() throws Exception {
        Channel<Integer> channel = Channel.buffered(1);
        channel.put(1);
        Channel<Integer> again = Channel.wrap(channel.unwrap());

        assertThat(Channel.<Integer>wrap(channel) == channel).isTrue();
        assertThat(again.equals(channel)).isTrue();
        assertThat(again.hashCode()).isEqualTo(channel.hashCode());
        assertThat(again.take()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Channel.wrap("text"))
                .withMessage("object must be a core.async channel, was java.lang.String: text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Channel.wrap(null))
                .withMessage("object must be a core.async channel, was null");
    }

    @Test
    void inATransaction_isRefused() throws Exception {
        Channel<Integer> channel = Channel.buffered(1);
        Callable<?> put = () -> channel.put(1);
        Callable<?> take = channel::take;
        Vars.core("ref");

        assertThatThrownBy(() -> LockingTransaction.runInTransaction(put))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Channel.put must not be called in a transaction");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(take))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Channel.take must not be called in a transaction");
    }
}
