package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watching what passes, without being in the way. */
class TapTest {
    private static final int COUNT = 5_000;

    @RegisterExtension
    final Runs runs = new Runs();

    private static List<Integer> range(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    @Test
    void tapOfARun_showsPlainItems_andIsClosedAtTheEnd() throws Exception {
        Channel<Integer> source = Channel.rendezvous();
        PipelineRun<List<Integer>> run = runs.start(
                Pipeline.from(source).map(x -> x * 2).async().tap("doubled").toList());
        source.put(1);
        await().until(() -> Ledger.step(run, "list").in() == 1);

        Channel<Integer> first = run.tap("doubled", Buffer.fixed(10));
        Channel<Integer> second = run.tap("doubled", Buffer.fixed(10));
        source.put(2);
        assertThat(first.take()).isEqualTo(4);
        first.close();
        source.put(3);
        source.close();

        assertThat(run.await(Ledger.LIMIT)).containsExactly(2, 4, 6);
        assertThat(second).containsExactly(4, 6);
        assertThat(first).isEmpty();
    }

    @Test
    void tapOfTheDefinition_showsAllFromTheFirstOn() throws Exception {
        Channel<Object> seen = Channel.buffered(COUNT);

        runs.start(Pipeline.from(range(COUNT)).tap("all", seen).async().toList())
                .await(Ledger.LIMIT);

        assertThat(seen).containsExactlyElementsOf(range(COUNT));
    }

    @Test
    void slowOrClosedTap_costsTheMainFlowNothing() throws Exception {
        Channel<Integer> stuck = Channel.rendezvous();
        Channel<Integer> closed = Channel.rendezvous();
        closed.close();
        List<Object> dropped = new ArrayList<>();
        Channel<Integer> latest = Channel.create(Buffer.sliding(2).onDropped(dropped::add));

        PipelineRun<List<Integer>> run = runs.start(Pipeline.from(range(COUNT))
                .tap("stuck", stuck)
                .tap("closed", closed)
                .tap("latest", latest)
                .toList());

        assertThat(run.await(Ledger.LIMIT)).isEqualTo(range(COUNT));
        assertThat(stuck).isEmpty();
        assertThat(latest).containsExactly(COUNT - 2, COUNT - 1);
        assertThat(dropped).hasSize(COUNT - 2);
        assertThat(Ledger.step(run, "tap latest").out()).isEqualTo(COUNT);
    }

    @Test
    void tapsOfOneName_areWatchedTogether() throws Exception {
        Channel<Integer> seen = Channel.buffered(COUNT);
        RunnablePipeline<?> pipeline = Pipeline.from(range(COUNT))
                .partition(3, x -> x, branch -> branch.tap("all", seen).toList());

        pipeline.start().await(Ledger.LIMIT);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(range(COUNT));
    }

    @Test
    void tapAfterTheEnd_isClosed_andOneThatIsNotThere_isRefused() throws Exception {
        PipelineRun<?> run =
                runs.start(Pipeline.from(range(3)).tap("b").tap("a").toList());
        run.await(Ledger.LIMIT);

        assertThat(run.tap("a", Buffer.fixed(1)).isClosed()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.tap("c", Buffer.fixed(1)))
                .withMessage("tap must be one of [a, b], was c");
    }
}
