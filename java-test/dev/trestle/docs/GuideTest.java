package dev.trestle.docs;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.async.Put;
import dev.trestle.async.Select;
import dev.trestle.collection.Maps;
import dev.trestle.collection.Transducer;
import dev.trestle.collection.Vectors;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Deadline;
import dev.trestle.concurrent.Parallel;
import dev.trestle.concurrent.Promise;
import dev.trestle.concurrent.Workers;
import dev.trestle.pipeline.Backoff;
import dev.trestle.pipeline.ErrorPolicy;
import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.PipelineRun;
import dev.trestle.pipeline.RunnablePipeline;
import dev.trestle.reference.Agent;
import dev.trestle.reference.Atom;
import dev.trestle.reference.Bindings;
import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import dev.trestle.reference.Var;
import dev.trestle.reference.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs what the guide shows. */
class GuideTest {
    @Test
    void metrics_areOneValue() {
        // snippet
        record Stats(long requests, long errors) {
            Stats request(boolean failed) {
                return new Stats(requests + 1, failed ? errors + 1 : errors);
            }
        }

        Atom<Stats> stats = Atom.of(new Stats(0, 0));
        Stats now = stats.swap(s -> s.request(true));
        // end

        assertThat(now).isEqualTo(new Stats(1, 1));
    }

    record Config(int rate) {}

    @Test
    void configuration_isValidatedAndWatched() {
        AtomicInteger limiter = new AtomicInteger();

        // snippet
        Atom<Config> config =
                Atom.builder(new Config(10)).validator(c -> c.rate() > 0).build();
        Watch watch = config.watch("limiter", (before, after) -> limiter.set(after.rate()));

        config.reset(new Config(20)); // the limiter follows
        // end

        assertThat(limiter).hasValue(20);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> config.reset(new Config(0)));
        watch.close();
        config.reset(new Config(30));
        assertThat(limiter).hasValue(20);
    }

    static final class InsufficientFunds extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final List<String> receipts = new ArrayList<>();

    // snippet
    void transfer(Ref<Long> from, Ref<Long> to, long amount) throws InsufficientFunds {
        Stm.dosync(() -> {
            if (from.deref() < amount) {
                throw new InsufficientFunds();
            }
            from.alter(n -> n - amount);
            to.alter(n -> n + amount);
            Stm.afterCommit(() -> receipts.add("sent " + amount));
        });
    }
    // end

    @Test
    void transfer_isAllOrNothing() throws Exception {
        Ref<Long> from = Ref.of(50L);
        Ref<Long> to = Ref.of(0L);
        transfer(from, to, 30);

        assertThatExceptionOfType(InsufficientFunds.class).isThrownBy(() -> transfer(from, to, 30));
        assertThat(from.deref()).isEqualTo(20L);
        assertThat(to.deref()).isEqualTo(30L);
        assertThat(receipts).containsExactly("sent 30");
    }

    private static final class Database {
        private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

        void insert(List<String> rows) {
            batches.add(rows.size());
        }
    }

    private final Database database = new Database();

    // snippet
    Agent<List<String>> buffer = Agent.of(Vectors.empty());

    void write(String row) {
        buffer.sendOff(rows -> {
            List<String> more = Vectors.conj(rows, row);
            if (more.size() < 100) {
                return more;
            }
            database.insert(more);
            return Vectors.empty();
        });
    }
    // end

    @Test
    void writeBehind_insertsBatches() throws Exception {
        for (int i = 0; i < 250; i++) {
            write("row " + i);
        }
        buffer.await();

        assertThat(database.batches).containsExactly(100, 100);
        assertThat(buffer.deref()).hasSize(50);
    }

    private static final class Client {
        void ask(String question, Consumer<String> callback) {
            new Thread(() -> callback.accept("answer to " + question)).start();
        }
    }

    @Test
    void callback_deliversAPromise() throws Exception {
        Client client = new Client();

        // snippet
        Promise<String> reply = Promise.create();
        client.ask("name?", answer -> reply.deliver(answer));
        String name = reply.deref(Duration.ofSeconds(5), "nobody");
        // end

        assertThat(name).isEqualTo("answer to name?");
    }

    private static String fetch(String what) {
        return what + "!";
    }

    @Test
    void deadline_boundsSeveralWaits() throws Exception {
        // snippet
        Deadline deadline = Deadline.after(Duration.ofSeconds(2));
        ClojureFuture<String> first = ClojureFuture.call(() -> fetch("a"));
        ClojureFuture<String> second = ClojureFuture.call(() -> fetch("b"));
        String both = first.deref(deadline.remaining()) + second.deref(deadline.remaining());
        // end

        assertThat(both).isEqualTo("a!b!");
    }

    @Test
    void parallelMap_isALazyList() {
        List<String> lines = List.of("one", "three", "four");
        int longest = 0;

        // snippet
        List<Integer> lengths = Parallel.map(lines, String::length);
        for (int length : lengths) {
            longest = Math.max(longest, length);
        }
        // end

        assertThat(longest).isEqualTo(5);
    }

    private static String download(String address) throws IOException {
        if (address.isEmpty()) {
            throw new IOException("no address");
        }
        return "page of " + address;
    }

    @Test
    void workers_haveADeadline() throws Exception {
        List<String> addresses = List.of("a", "b");

        // snippet
        Workers workers = Parallel.blocking(50)
                .within(Deadline.after(Duration.ofSeconds(10)))
                .onProgress(p -> System.out.println(p.done() + " of " + p.total()));
        List<String> pages = workers.map(addresses, address -> download(address));
        // end

        assertThat(pages).containsExactly("page of a", "page of b");
    }

    private final List<String> reports = new ArrayList<>();

    private void report(String what) {
        reports.add(what);
    }

    @Test
    void totals_areMadeInParts() throws Exception {
        List<String> lines = List.of("a b", "c d e", "f g");
        List<Integer> fileSizes = List.of(10, 90, 30, 50);

        // snippet
        long words = Parallel.cpu().mapReduce(lines, line -> (long) line.split(" ").length, 0L, Long::sum);
        Map<Integer, Long> byLength = Parallel.cpu().collect(lines, groupingBy(String::length, counting()));

        List<List<Integer>> parts = Parallel.partitionByCost(fileSizes, 2, size -> size);
        List<Integer> sums = Parallel.cpu()
                .onSkew(skew -> report("slowest part: " + skew.slowestItem()))
                .map(parts, part -> part.stream().mapToInt(size -> size).sum());
        // end

        assertThat(words).isEqualTo(7);
        assertThat(byLength).isEqualTo(Map.of(3, 2L, 5, 1L));
        assertThat(parts).isEqualTo(List.of(List.of(10, 30, 50), List.of(90)));
        assertThat(sums).containsExactly(90, 90);
        assertThat(reports).hasSize(1);
    }

    private final List<String> greeted = Collections.synchronizedList(new ArrayList<>());

    private void greet(String name) {
        greeted.add(name);
    }

    @Test
    void bindings_areCarriedAlong() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();

        // snippet
        Var<String> user = Var.dynamic("nobody");

        Bindings.of(user, "ada").run(() -> {
            greet(user.deref());
            Bindings.conveying(executor).execute(() -> greet(user.deref()));
        });
        // end

        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(greeted).containsExactly("ada", "ada");
        assertThat(user.deref()).isEqualTo("nobody");
    }

    @Test
    void collections_areUpdatedInDepth() {
        // snippet
        Map<String, Map<String, Long>> stock = Maps.of("apples", Maps.of("north", 3L));
        stock = Maps.updateIn(stock, List.of("apples", "north"), (Long n) -> n + 1);
        // end

        assertThat(stock).isEqualTo(Map.of("apples", Map.of("north", 4L)));
    }

    @Test
    void channel_handsValuesOver() throws Exception {
        // snippet
        Channel<String> orders = Channel.buffered(16);

        ClojureFuture<Integer> cook = ClojureFuture.call(() -> {
            int cooked = 0;
            for (String order : orders) { // until it is closed and empty
                cooked++;
            }
            return cooked;
        });
        orders.put("soup");
        orders.put("salad");
        orders.close();
        int cooked = cook.deref();
        // end

        assertThat(cooked).isEqualTo(2);
    }

    @Test
    void put_withATime_refusesFast() throws Exception {
        Channel<String> requests = Channel.buffered(1);
        requests.put("first");
        String request = "second";

        // snippet
        Put accepted = requests.put(request, Duration.ofMillis(50));
        String answer = accepted == Put.ACCEPTED ? "working" : "busy";
        // end

        assertThat(answer).isEqualTo("busy");
    }

    @Test
    void select_takesTheFirst() throws Exception {
        Channel<String> urgent = Channel.buffered(1);
        Channel<String> orders = Channel.buffered(1);
        urgent.put("soup");
        orders.put("salad");

        // snippet
        String next = Select.<String>builder()
                .take(urgent, order -> "urgent " + order)
                .take(orders, order -> "order " + order)
                .timeout(Duration.ofSeconds(1), () -> "nothing to do")
                .priority()
                .select();
        // end

        assertThat(next).isEqualTo("urgent soup");
    }

    @Test
    void buffer_tellsWhatItDrops() throws Exception {
        // snippet
        List<Integer> dropped = new ArrayList<>();
        Buffer buffer = Buffer.sliding(2).onDropped((Integer n) -> dropped.add(n));
        Channel<Integer> latest =
                Channel.create(buffer, Transducer.<Integer>identity().map(n -> n * 10));
        // end

        for (int i = 1; i <= 3; i++) {
            latest.put(i);
        }
        assertThat(dropped).containsExactly(10);
        assertThat(latest.take()).isEqualTo(20);
    }

    private final List<String> words = List.of("to", "", "be");

    @Test
    void pipeline_takesItemsThroughSteps() throws Exception {
        // snippet
        RunnablePipeline<List<Integer>> lengths = Pipeline.from(words)
                .filter(word -> !word.isEmpty())
                .mapParallel(4, String::length)
                .toList();

        PipelineRun<List<Integer>> run = lengths.start();
        List<Integer> result = run.await(Duration.ofSeconds(5));
        // end

        assertThat(result).containsExactly(2, 2);
    }

    @Test
    void transform_isTheWayOutToChannels() throws Exception {
        // snippet
        Pipeline<String> joined = Pipeline.from(words).transform((in, out) -> {
            String word = in.take();
            while (word != null) {
                String next = in.take();
                out.put(next == null ? word + "." : word + ",");
                word = next;
            }
        });
        // end

        assertThat(joined.toList().start().await(Duration.ofSeconds(5))).containsExactly("to,", ",", "be.");
    }

    @Test
    void tap_showsWhatPasses() throws Exception {
        // snippet
        PipelineRun<List<Integer>> watched =
                Pipeline.from(words).map(String::length).tap("lengths").toList().start();
        Channel<Integer> latest = watched.tap("lengths", Buffer.sliding(10));
        // end

        assertThat(watched.await(Duration.ofSeconds(5))).containsExactly(2, 0, 2);
        assertThat(latest.closeAndDrain()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void sink_hasItsOwnErrorPolicy() throws Exception {
        List<Object> rejected = new ArrayList<>();

        // snippet
        RunnablePipeline<Void> stored = Pipeline.from(words)
                .to(word -> database.insert(List.of(word)))
                .retry(2, Backoff.exponential(Duration.ofMillis(10), Duration.ofSeconds(1)))
                .onError(ErrorPolicy.deadLetter(failed -> rejected.add(failed.item())));
        // end

        stored.start().await(Duration.ofSeconds(5));
        assertThat(database.batches).containsExactly(1, 1, 1);
        assertThat(rejected).isEmpty();
    }

    @Test
    void collecting_isSharedByThreads() throws Exception {
        // snippet
        RunnablePipeline<Map<Integer, Long>> counts = Pipeline.from(words)
                .collectPartitioned(4, Collectors.groupingBy(String::length, Collectors.counting()));
        // end

        assertThat(counts.start().await(Duration.ofSeconds(5))).isEqualTo(Map.of(0, 1L, 2, 2L));
    }
}
