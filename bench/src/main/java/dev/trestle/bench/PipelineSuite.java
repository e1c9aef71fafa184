package dev.trestle.bench;

import java.util.ArrayList;
import java.util.List;

/** The suite {@code pipeline}: pipelines and parallel work beside what else does the same. */
final class PipelineSuite {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    static final Suite SUITE = new Suite(
            "pipeline",
            "dev.trestle.bench.pipeline",
            List.of(
                    "trestle",
                    "coreAsync",
                    "mutiny",
                    "reactor",
                    "rxJava",
                    "pekko",
                    "ideal",
                    "tenth",
                    "pmap",
                    "parallelStream"),
            limits(),
            Plan.ofLong(),
            Plan.quickOfLong());

    private PipelineSuite() {}

    private static List<Suite.Limit> limits() {
        List<Suite.Limit> limits = new ArrayList<>();
        limits.add(Suite.Limit.ofTime("^Steps\\.light", "coreAsync", 1 / 500.0));
        for (String peer : List.of("mutiny", "reactor", "rxJava", "pekko")) {
            limits.add(Suite.Limit.ofTime("^Steps\\.light", peer, 1 / 2.0));
        }
        limits.add(Suite.Limit.ofTime("^Work\\.coarse", "ideal", 1.03));
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            limits.add(Suite.Limit.ofTime("^Work\\.blocking", "ideal", 1.10));
        }
        limits.add(Suite.Limit.ofTime("^MapAsync\\.", "pekko", 1));
        limits.add(Suite.Limit.ofTime("^Chain\\.", "coreAsync", 1));
        limits.add(Suite.Limit.ofTime("^Growth\\.", "tenth", 1.15));
        limits.add(Suite.Limit.ofTime("^Parallel\\.", "pmap", 1 / 60.0));
        limits.add(Suite.Limit.ofTime("^Parallel\\.", "parallelStream", 1.5));
        return List.copyOf(limits);
    }
}
