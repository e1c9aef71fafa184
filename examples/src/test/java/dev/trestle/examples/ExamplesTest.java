package dev.trestle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each example as a user would, in a JVM of its own, which must end by itself. */
class ExamplesTest {
    @TempDir
    private Path temp;

    private List<String> run(String... mainAndArguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(mainAndArguments));
        Path out = temp.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            // Less than the minute for which the threads of Clojure's pools linger.
            assertThat(process.waitFor(50, TimeUnit.SECONDS))
                    .as("ends by itself")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(out);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    private List<String> java(Class<?> example) throws Exception {
        return run(example.getName());
    }

    private List<String> clojure(String namespace) throws Exception {
        return run(
                "clojure.main",
                "-e",
                "(do (set! *warn-on-reflection* true) nil)",
                "-m",
                "dev.trestle.examples." + namespace);
    }

    @Test
    void everyExample_hasATestHere() throws Exception {
        Path classes = Path.of(Metrics.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> paths = Files.list(classes.resolve("dev/trestle/examples"))) {
            assertThat(paths.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".clj") || name.matches("[A-Za-z]+\\.class")))
                    .containsExactlyInAnyOrder(
                            "BusyServer.class",
                            "CallbackBridge.class",
                            "ComputeOnce.class",
                            "HotConfig.class",
                            "Inventory.class",
                            "Metrics.class",
                            "OrderEvents.class",
                            "ParallelCalls.class",
                            "ReadableRecords.class",
                            "RequestContext.class",
                            "SharedDeadline.class",
                            "SharedLog.class",
                            "Transfers.class",
                            "UnevenWork.class",
                            "WriteBehind.class",
                            "busy_server.clj",
                            "hot_config.clj",
                            "order_events.clj",
                            "readable_records.clj",
                            "shared_log.clj",
                            "transfers.clj");
        }
    }

    @Test
    void busyServer() throws Exception {
        assertThat(java(BusyServer.class))
                .containsExactly(
                        "third:  503 TIMED_OUT",
                        "both:   [200 /first, 200 /second]",
                        "fourth: 200 /fourth",
                        "nothing in flight: true",
                        "fifth:  503 CLOSED",
                        "offered 5 = 3 + 2");
    }

    @Test
    void callbackBridge() throws Exception {
        assertThat(java(CallbackBridge.class))
                .containsExactly("good:  21", "eager: 1", "dead:  -1", "dead:  no answer", "later: 42");
    }

    @Test
    void computeOnce() throws Exception {
        assertThat(java(ComputeOnce.class)).containsExactly("[49, 64, 49, 64, 49, 64, 49, 64]", "computed 2 times");
    }

    @Test
    void hotConfig() throws Exception {
        assertThat(java(HotConfig.class))
                .containsExactly(
                        "resizing the pool from 10 to 20",
                        "refused: 200 connections",
                        "now: Config[host=example.org, connections=30]");
    }

    @Test
    void inventory() throws Exception {
        assertThat(java(Inventory.class))
                .containsExactly(
                        "mail to ada: your order is on its way",
                        "ada: true",
                        "bob: false",
                        "mail to eve: your order is on its way",
                        "eve: true",
                        "left: {lamp=0, desk=0} after 2 orders");
    }

    @Test
    void metrics() throws Exception {
        assertThat(java(Metrics.class))
                .containsExactly("flushed: {errors=400, requests=4000}", "since:   {\"requests\" 1}");
    }

    @Test
    void orderEvents() throws Exception {
        assertThat(java(OrderEvents.class))
                .containsExactly(
                        "Delivery[dashboard DELIVERED, mail DELIVERED]",
                        "unheard: true",
                        "nobody replies yet",
                        "credit: true",
                        "mail: [paid: 10 by ada, paid: 20 by ada, paid: 30 by ada, paid: 40 by ada],"
                                + " not sent: [: no address]",
                        "mail: 4 of 5, failed: 1",
                        "dashboard dropped 3",
                        "shown: orders.paid Order[customer=ada, amount=40]",
                        "shown: orders.paid Order[customer=, amount=50]");
    }

    @Test
    void parallelCalls() throws Exception {
        assertThat(java(ParallelCalls.class))
                .containsExactly("one:    42 EUR", "map:    [42, 42, 77]", "calls:  [7, 14, 42]", "fold:   5000050000");
    }

    @Test
    void readableRecords() throws Exception {
        assertThat(java(ReadableRecords.class)).containsExactly("Ada, Main Street 1, 12345", "Ada");
    }

    @Test
    void requestContext() throws Exception {
        assertThat(java(RequestContext.class))
                .containsExactly(
                        "outside:    nobody",
                        "inside:     ada",
                        "future:     ada",
                        "executor:   nobody",
                        "conveying:  ada",
                        "nested:     root",
                        "afterwards: ada",
                        "pool again: nobody");
    }

    @Test
    void sharedDeadline() throws Exception {
        assertThat(java(SharedDeadline.class))
                .containsExactly(
                        "user:   ada",
                        "orders: 0",
                        "time is over: true",
                        "advice: none in time",
                        "fast:   in time",
                        "slow:   a fallback");
    }

    @Test
    void sharedLog() throws Exception {
        assertThat(java(SharedLog.class))
                .containsExactly(
                        "not logged: a line must not be blank",
                        "6 lines",
                        "server: request 1",
                        "server: request 2",
                        "server: request 3",
                        "client: reply 1",
                        "client: reply 2",
                        "client: reply 3");
    }

    @Test
    void transfers() throws Exception {
        assertThat(java(Transfers.class))
                .containsExactly(
                        "ada 70, bob 80",
                        "refused: balance 70 is less than 1000",
                        "ada 70, bob 80",
                        "total was always 150: true",
                        "ada 70, bob 80");
    }

    @Test
    void unevenWork() throws Exception {
        assertThat(java(UnevenWork.class))
                .containsExactly(
                        "square:  18671041",
                        "part:    [market]",
                        "part:    [corner, kiosk, mall, pier]",
                        "slowest: market, uneven: true",
                        "orders:  132 in large shops, 14 in small ones",
                        "late:    work must be done before its deadline, 4 of 5 items were: the rest is cancelled and"
                                + " interrupted");
    }

    @Test
    void writeBehind() throws Exception {
        assertThat(java(WriteBehind.class))
                .containsExactly("1050 lines, from line 1 to line 1050", "cannot write, but still there: [\"lost?\"]");
    }

    @Test
    void busyServer_fromClojure() throws Exception {
        assertThat(clojure("busy-server"))
                .containsExactly(
                        "200 /first, inside: 503 FULL", "200 /second", "200 /third", "nothing in flight: true");
    }

    @Test
    void hotConfig_fromClojure() throws Exception {
        assertThat(clojure("hot-config")).containsExactly("connections: 20", "refused: 200 connections", "seen: [20]");
    }

    @Test
    void orderEvents_fromClojure() throws Exception {
        assertThat(clojure("order-events"))
                .containsExactly(
                        "taken: [[orders.paid 10] [orders.sent 20]]", "all handled: true [10]", "the end: nil");
    }

    @Test
    void readableRecords_fromClojure() throws Exception {
        assertThat(clojure("readable-records")).containsExactly("Ada, Main Street 1, 12345");
    }

    @Test
    void sharedLog_fromClojure() throws Exception {
        assertThat(clojure("shared-log")).containsExactly("[from Java from Clojure]");
    }

    @Test
    void transfers_fromClojure() throws Exception {
        assertThat(clojure("transfers"))
                .containsExactly("ada 70 bob 80", "refused: balance 20 is less than 50", "ada 70 bob 80");
    }
}
