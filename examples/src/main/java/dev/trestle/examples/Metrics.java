package dev.trestle.examples;

import dev.trestle.collection.Maps;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.reference.Agent;
import dev.trestle.reference.Atom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counters for many threads: an atom that holds a map. */
public final class Metrics {
    private final Atom<Map<String, Long>> counts = Atom.of(Maps.empty());

    /** Counts something. The function may be applied again if another thread was faster: it has no side effects. */
    void count(String name) {
        counts.swap(map -> Maps.update(map, name, n -> n == null ? 1 : n + 1));
    }

    /** All counts at one moment: no lock, no copy. */
    Map<String, Long> counts() {
        return counts.deref();
    }

    /** Starts from zero, and tells exactly what was counted until then: nothing is lost, nothing told twice. */
    Map<String, Long> flush() {
        return counts.resetVals(Maps.empty()).before();
    }

    /** Counts in four threads at once. */
    public static void main(String[] args) throws Exception {
        Metrics metrics = new Metrics();
        List<ClojureFuture<Void>> clients = Stream.generate(() -> ClojureFuture.<Void>call(() -> {
                    for (int i = 0; i < 1000; i++) {
                        metrics.count("requests");
                        if (i % 10 == 0) {
                            metrics.count("errors");
                        }
                    }
                    return null;
                }))
                .limit(4)
                .toList();
        for (ClojureFuture<Void> client : clients) {
            client.deref();
        }

        System.out.println("flushed: " + new TreeMap<>(metrics.flush()));
        metrics.count("requests");
        System.out.println("since:   " + metrics.counts());
        Agent.shutdown(); // the futures' threads would keep the JVM alive for a minute
    }
}
