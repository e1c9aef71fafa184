package dev.trestle.examples;

import dev.trestle.collection.Maps;
import dev.trestle.concurrent.Delay;
import dev.trestle.concurrent.Parallel;
import dev.trestle.reference.Agent;
import dev.trestle.reference.Atom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** A cache that computes each value once, however many ask at once: an atom that holds delays. */
public final class ComputeOnce<K, V> {
    private final Atom<Map<K, Delay<V>>> cache = Atom.of(Maps.empty());
    private final Function<K, V> compute;

    ComputeOnce(Function<K, V> compute) {
        this.compute = compute;
    }

    V get(K key) {
        // The update may be applied again, and so make a delay more, but nobody forces one that did not get in.
        Map<K, Delay<V>> map =
                cache.swap(m -> m.containsKey(key) ? m : Maps.assoc(m, key, Delay.of(() -> compute.apply(key))));
        return map.get(key).deref();
    }

    /** Asks for two values, eight times. */
    public static void main(String[] args) {
        LongAdder computations = new LongAdder();
        ComputeOnce<Integer, Integer> squares = new ComputeOnce<>(n -> {
            computations.increment();
            return n * n;
        });

        List<Integer> answers = List.copyOf(Parallel.map(List.of(7, 8, 7, 8, 7, 8, 7, 8), squares::get));

        System.out.println(answers);
        System.out.println("computed " + computations + " times");
        Agent.shutdown();
    }
}
