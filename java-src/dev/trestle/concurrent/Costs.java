package dev.trestle.concurrent;

import clojure.lang.PersistentVector;
import dev.trestle.internal.Calls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Spreads items over parts by their costs: the dearest first, each to the part that costs the least so far. That is the rule
 * "longest processing time first" of R. L. Graham, "Bounds on multiprocessing timing anomalies", SIAM Journal on Applied
 * Mathematics 17 (1969): the dearest part costs at most a third more than it would in the best partition.
 */
@NullMarked
final class Costs {
    private static final Comparator<Item> DEAREST =
            Comparator.comparingLong(Item::cost).reversed().thenComparing(Item::place);
    private static final Comparator<Bin> CHEAPEST = Comparator.<Bin>comparingLong(bin -> bin.cost)
            .thenComparingInt(bin -> bin.items.size())
            .thenComparingInt(bin -> bin.number);

    private Costs() {}

    static <A extends @Nullable Object> List<List<A>> partition(
            Collection<? extends A> items, int parts, ToLongFunction<? super A> cost) {
        List<Item> dearestFirst = new ArrayList<>();
        for (A item : items) {
            dearestFirst.add(new Item(item, dearestFirst.size(), checked(cost.applyAsLong(item))));
        }
        dearestFirst.sort(DEAREST);
        PriorityQueue<Bin> bins = new PriorityQueue<>(CHEAPEST);
        for (int i = 0; i < Math.min(parts, dearestFirst.size()); i++) {
            bins.add(new Bin(i));
        }
        for (Item item : dearestFirst) {
            Bin bin = bins.remove();
            bin.items.add(item);
            bin.cost = Math.addExact(bin.cost, item.cost);
            bins.add(bin);
        }
        List<Bin> result = new ArrayList<>(bins);
        result.sort(CHEAPEST.reversed());
        return Calls.cast(
                PersistentVector.create(result.stream().map(Bin::inOrder).toList()));
    }

    private static long checked(long cost) {
        if (cost < 0) {
            throw new IllegalArgumentException("cost must be >= 0, was " + cost);
        }
        return cost;
    }

    private record Item(@Nullable Object value, int place, long cost) {}

    private static final class Bin {
        final int number;
        final List<Item> items = new ArrayList<>();
        long cost;

        Bin(int number) {
            this.number = number;
        }

        PersistentVector inOrder() {
            items.sort(Comparator.comparingInt(Item::place));
            List<@Nullable Object> values = new ArrayList<>();
            items.forEach(item -> values.add(item.value));
            return PersistentVector.create(values);
        }
    }
}
