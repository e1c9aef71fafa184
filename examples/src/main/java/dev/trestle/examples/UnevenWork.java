package dev.trestle.examples;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.summingInt;

import dev.trestle.concurrent.Deadline;
import dev.trestle.concurrent.Parallel;
import dev.trestle.reference.Agent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Work in small pieces, and in pieces of very different sizes: chunks, parts by cost, totals in a tree, skew, a deadline. */
public final class UnevenWork {
    private UnevenWork() {}

    record Shop(String name, int orders) {}

    private static int settle(Shop shop) {
        long end = System.nanoTime() + shop.orders() * 1_000_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return shop.orders();
    }

    private static String ask(Shop shop) throws InterruptedException {
        if (shop.name().equals("pier")) {
            new CountDownLatch(1).await(); // never answers
        }
        return shop.name() + " is open";
    }

    /** Does it all with five shops. */
    public static void main(String[] args) throws Exception {
        List<Shop> shops = List.of(
                new Shop("corner", 4),
                new Shop("kiosk", 2),
                new Shop("market", 120),
                new Shop("mall", 12),
                new Shop("pier", 8));

        // Small pieces are handed out by the thousand. The list is lazy: the numbers never end, what is read is
        // computed.
        for (long square : Parallel.map(Stream.iterate(1L, n -> n + 1)::iterator, n -> n * n)) {
            if (square % 4321 == 0) {
                System.out.println("square:  " + square);
                break;
            }
        }

        // Parts that are fixed beforehand: by what the items cost, not by how many they are.
        for (List<Shop> part : Parallel.partitionByCost(shops, 2, Shop::orders)) {
            System.out.println("part:    " + part.stream().map(Shop::name).toList());
        }

        // Each thread makes totals of its own, then neighbours are combined. The skew says whom the others waited for.
        Map<Boolean, Integer> orders = Parallel.cpu()
                .onSkew(skew -> System.out.println(
                        "slowest: " + shops.get((int) skew.slowestItem()).name() + ", uneven: " + (skew.ratio() > 2)))
                .collect(shops, partitioningBy(shop -> settle(shop) > 10, summingInt(Shop::orders)));
        System.out.println("orders:  " + orders.get(true) + " in large shops, " + orders.get(false) + " in small ones");

        // Calls that wait, all at once, but not for ever: at the deadline the one that hangs is interrupted.
        try {
            Parallel.blocking(5).within(Deadline.after(Duration.ofMillis(300))).map(shops, UnevenWork::ask);
        } catch (TimeoutException e) {
            System.out.println("late:    " + e.getMessage());
        }
        Agent.shutdown();
    }
}
