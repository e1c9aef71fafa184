package dev.trestle.examples;

import dev.trestle.collection.Vectors;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Parallel;
import dev.trestle.reference.Agent;
import java.util.List;
import java.util.stream.IntStream;

/** Several things at once: futures, pmap, pcalls, and fold. */
public final class ParallelCalls {
    private ParallelCalls() {}

    private static int price(String shop) {
        return shop.length() * 7; // imagine a request here
    }

    /** Asks three shops at once, in four ways. */
    public static void main(String[] args) throws Exception {
        // Two things of different kinds: a future each.
        ClojureFuture<Integer> price = ClojureFuture.call(() -> price("corner"));
        ClojureFuture<String> currency = ClojureFuture.call(() -> "EUR");
        System.out.println("one:    " + price.deref() + " " + currency.deref());

        // The same for each item, results in the order of the items. The list is lazy, as pmap's: a copy is not.
        List<String> shops = List.of("corner", "market", "supermarket");
        System.out.println("map:    " + List.copyOf(Parallel.map(shops, ParallelCalls::price)));

        // Different calls with the same type of result.
        System.out.println("calls:  " + List.copyOf(Parallel.calls(() -> price("a"), () -> price("bb"), () -> 42)));

        // A result of everything: each group is reduced on its own, then neighbours are combined.
        List<Integer> numbers =
                Vectors.from(IntStream.rangeClosed(1, 100_000).boxed().toList());
        long sum = Parallel.fold(numbers, 512, () -> 0L, Long::sum, (total, n) -> total + n);
        System.out.println("fold:   " + sum);
        Agent.shutdown();
    }
}
