package dev.trestle.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trestle.async.Channel;
import dev.trestle.async.Put;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop that moves too few or too many values leaves the other side waiting, and the test never ends. */
@Timeout(60)
class WorkloadsTest {
    private static final ThreadFactory THREADS = Executors.defaultThreadFactory();

    static List<Peer<?>> peers() {
        return List.of(new Trestle(), new CoreAsync(), new Kotlin(), new Jdk());
    }

    static List<Peer<?>> selectingPeers() {
        return List.of(new Trestle(), new CoreAsync(), new Kotlin());
    }

    @ParameterizedTest
    @MethodSource("peers")
    <C> void pair_withoutABuffer_ends(Peer<C> peer) throws InterruptedException {
        Workloads.pair(THREADS, peer, 0);
    }

    @ParameterizedTest
    @MethodSource("peers")
    <C> void pairs_withBuffers_end(Peer<C> peer) throws InterruptedException {
        Workloads.pairs(THREADS, peer, 16, 10);
    }

    @ParameterizedTest
    @MethodSource("peers")
    <C> void chain_ends(Peer<C> peer) throws InterruptedException {
        Workloads.chain(THREADS, peer, 0, 10);
    }

    @ParameterizedTest
    @MethodSource("selectingPeers")
    <C> void select_ends(Peer<C> peer) throws InterruptedException {
        Workloads.select(THREADS, peer);
    }

    @Test
    void coroutines_end() {
        Coroutines.pair(0, Workloads.VALUES);
        Coroutines.pairs(16, 10, Workloads.VALUES);
        Coroutines.chain(0, 10, Workloads.VALUES);
        Coroutines.select(Workloads.VALUES);
    }

    @Test
    void channel_hasTheCapacityThatIsAskedFor() throws InterruptedException {
        Trestle peer = new Trestle();
        Channel<Long> channel = peer.channel(16);
        peer.send(channel, 16);
        assertThat(channel.offer(1L)).isEqualTo(Put.WOULD_BLOCK);
        assertThat(peer.channel(0).offer(1L)).isEqualTo(Put.WOULD_BLOCK);
    }

    @Test
    void work_withAMemberThatFails_failsAndInterruptsTheOthers() {
        Crew crew = new Crew(THREADS);
        crew.add(() -> Channel.rendezvous().take());
        crew.add(() -> {
            throw new IOException("deliberate");
        });
        assertThatThrownBy(crew::work).hasMessage("crew must not fail").hasRootCauseMessage("deliberate");
    }
}
