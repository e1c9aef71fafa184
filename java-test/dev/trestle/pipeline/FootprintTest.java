package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.testing.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten million items in a heap that cannot hold what comes out. */
class FootprintTest {
    private static final long COUNT = 10_000_000;
    private static final List<String> SMALL = List.of("-Xmx40m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Sends the items through a pipeline, and says how many came out. */
    public static final class Child {
        private Child() {}

        /** The argument names the pipeline. */
        public static void main(String[] args) throws Exception {
            Iterable<Long> items = () -> LongStream.range(0, COUNT).boxed().iterator();
            Pipeline<Long> light = Pipeline.<Long>from(items)
                    .async()
                    .map(x -> x + 1)
                    .async()
                    .filter(x -> x % 2 == 0)
                    .async();
            PipelineRun<?> run = switch (args[0]) {
                case "light" ->
                    light.map(x -> x * 2).reduce(0L, (n, x) -> n + 1).start();
                case "slow sink" ->
                    light.reduce(0L, (n, x) -> n % 50_000 == 0 ? pause(n) : n + 1)
                            .start();
                case "all held" -> light.toList().start();
                default -> throw new IllegalArgumentException(args[0]);
            };
            System.out.println(run.await(Duration.ofMinutes(2)));
        }

        /** The sink falls behind, and what is before it must wait. */
        private static long pause(long n) {
            long end = System.nanoTime() + 2_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return n + 1;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "slow sink"})
    void tenMillionItems_fitIntoASmallHeap(String pipeline) {
        ChildJvm.Result result = ChildJvm.run(Duration.ofMinutes(3), SMALL, Child.class, pipeline);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).isEqualToIgnoringNewLines(Long.toString(COUNT / 2));
    }

    /** The control: the heap is small indeed. */
    @Test
    void tenMillionItems_thatAreHeld_doNot() {
        List<String> options = new ArrayList<>(SMALL);
        options.add("-XX:+ExitOnOutOfMemoryError"); // else what has no memory to fail with may never end

        ChildJvm.Result result = ChildJvm.run(Duration.ofMinutes(3), options, Child.class, "all held");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stdout() + result.stderr()).contains("OutOfMemoryError");
    }
}
