package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.trestle.testing.ClojureCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelStatsTest {
    @Test
    void stats_ofABufferedChannel() throws Exception {
        Channel<Integer> channel = Channel.buffered(2);
        channel.putAll(List.of(1, 2));
        channel.putAsync(3);

        assertThat(channel.stats()).isEqualTo(new ChannelStats(2, 2, 0, 1, false, Optional.empty()));
    }

    @Test
    void stats_ofARendezvous() {
        Channel<Integer> channel = Channel.rendezvous();
        channel.takeAsync();
        channel.takeAsync();

        assertThat(channel.stats()).isEqualTo(new ChannelStats(0, 0, 2, 0, false, Optional.empty()));
        channel.close();
        assertThat(channel.stats()).isEqualTo(new ChannelStats(0, 0, 0, 0, true, Optional.empty()));
    }

    @Test
    void counted_countsWhatBothLanguagesDo() throws Exception {
        Channel<Integer> channel = Channel.create(Buffer.sliding(2).counted());
        channel.putAll(List.of(1, 2, 3));
        ClojureCode.call("clojure.core.async/>!!", channel, 4);

        assertThat(channel.take()).isEqualTo(3);

        ChannelStats stats = channel.stats();
        assertThat(stats.counts()).hasValue(new ChannelStats.Counts(4, 1, 2));
        assertThat(stats.size()).isEqualTo(1);
        assertThat(Channel.wrap(channel.unwrap()).stats()).isEqualTo(stats);
    }

    @Test
    void counted_countsWhatGoesStraightToATaker() throws Exception {
        Channel<Integer> channel = Channel.create(Buffer.fixed(1).counted());
        channel.takeAsync();

        channel.put(1);

        assertThat(channel.stats().counts()).hasValue(new ChannelStats.Counts(1, 1, 0));
    }

    @Test
    void counted_keepsTheKindOfBuffer() throws Exception {
        Channel<Integer> dropping = Channel.create(Buffer.dropping(1).counted());
        Channel<Integer> fixed = Channel.create(Buffer.fixed(1).counted());
        dropping.put(1);
        fixed.put(1);

        assertThat(dropping.offer(2)).isEqualTo(Put.ACCEPTED);
        assertThat(fixed.offer(2)).isEqualTo(Put.WOULD_BLOCK);
        assertThat(dropping.stats().counts()).hasValue(new ChannelStats.Counts(2, 0, 1));
    }

    @Test
    void anotherKindOfPort_hasNoStats() {
        Object port = ClojureCode.eval(
                "(do (require 'clojure.core.async) (clojure.core.async/map< inc (clojure.core.async/chan)))");

        assertThatIllegalStateException()
                .isThrownBy(() -> Channel.wrap(port).stats())
                .withMessageStartingWith("channel must be of core.async's own kind to have stats, was a ");
    }
}
