package dev.trestle.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A step of some kind of which some calls do not return, and a time limit on it. */
final class HangingCalls {
    static final int ITEMS = 40;

    private HangingCalls() {}

    /** What has become of it. */
    record Outcome(PipelineRun<?> run, List<Integer> arrived, List<Object> letters) {}

    static Outcome run(Random random) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Set<Integer> hanging = random.ints(3, 0, ITEMS).boxed().collect(Collectors.toSet());
        StepFunction<Integer, Integer> hangs = x -> {
            if (hanging.contains(x)) {
                never.await();
            }
            return x;
        };
        StepFunction<Integer, CompletableFuture<Integer>> stage =
                x -> hanging.contains(x) ? new CompletableFuture<>() : CompletableFuture.supplyAsync(() -> x);
        int n = 1 + random.nextInt(4);
        Pipeline<Integer> numbers =
                Pipeline.from(IntStream.range(0, ITEMS).boxed().toList());
        Pipeline<Integer> step = switch (random.nextInt(6)) {
            case 0 -> numbers.map(hangs);
            case 1 -> numbers.async().filter(x -> hangs.apply(x) >= 0);
            case 2 -> numbers.mapParallel(n, hangs);
            case 3 -> numbers.mapPartitioned(n, x -> x % 3, hangs);
            case 4 -> numbers.mapAsync(n, stage);
            default -> numbers.mapAsyncUnordered(n, stage);
        };
        List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
        List<Object> letters = Collections.synchronizedList(new ArrayList<>());
        PipelineRun<?> run = step.timeout(Duration.ofMillis(20))
                .onError(ErrorPolicy.deadLetter(failed -> {
                    if (!(failed.cause() instanceof TimeoutException)) {
                        throw new AssertionError(failed.cause());
                    }
                    letters.add(failed.item());
                }))
                .to(arrived::add)
                .start();
        run.await(Ledger.LIMIT);
        if (!letters.containsAll(hanging)) {
            throw new AssertionError(hanging + " hang, was told " + letters);
        }
        return new Outcome(run, arrived, letters);
    }
}
