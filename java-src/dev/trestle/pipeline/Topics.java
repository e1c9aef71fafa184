package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Who has subscribed to what. Arrays are never changed, only replaced, and a topic without subscribers is not there. */
@NullMarked
final class Topics<K> {
    private static final Subscriber<?>[] NONE = {};

    private final ConcurrentHashMap<K, Subscriber<?>[]> exact = new ConcurrentHashMap<>();
    private volatile List<Match<K>> matches = List.of();

    private record Match<K>(Predicate<? super K> predicate, Subscriber<?> subscriber) {
        boolean accepts(K topic) {
            try {
                return predicate.test(topic);
            } catch (Throwable e) {
                Calls.uncaught(e);
                return false;
            }
        }
    }

    /** Where a subscription is to stand, and is found no more. */
    interface Place {
        String name();

        boolean takesEntries();

        void add(Subscriber<?> subscriber);

        void remove(Subscriber<?> subscriber);
    }

    Place exactly(K topic) {
        return new Place() {
            @Override
            public String name() {
                return String.valueOf(topic);
            }

            @Override
            public boolean takesEntries() {
                return false;
            }

            @Override
            public void add(Subscriber<?> subscriber) {
                exact.merge(topic, new Subscriber<?>[] {subscriber}, Topics::joined);
            }

            @Override
            public void remove(Subscriber<?> subscriber) {
                exact.computeIfPresent(topic, (key, before) -> without(before, subscriber));
            }
        };
    }

    Place matching(Predicate<? super K> predicate) {
        return new Place() {
            @Override
            public String name() {
                return String.valueOf(predicate);
            }

            @Override
            public boolean takesEntries() {
                return true;
            }

            @Override
            public void add(Subscriber<?> subscriber) {
                synchronized (exact) {
                    List<Match<K>> more = new ArrayList<>(matches);
                    more.add(new Match<>(predicate, subscriber));
                    matches = List.copyOf(more);
                }
            }

            @Override
            public void remove(Subscriber<?> subscriber) {
                synchronized (exact) {
                    matches = matches.stream()
                            .filter(match -> match.subscriber != subscriber)
                            .toList();
                }
            }
        };
    }

    Subscriber<?>[] subscribers(K topic) {
        Subscriber<?>[] own = exact.getOrDefault(topic, NONE);
        List<Match<K>> candidates = matches;
        if (candidates.isEmpty()) {
            return own;
        }
        List<Subscriber<?>> all = new ArrayList<>(List.of(own));
        for (Match<K> match : candidates) {
            if (match.accepts(topic)) {
                all.add(match.subscriber);
            }
        }
        return all.toArray(NONE);
    }

    List<Subscriber<?>> all() {
        List<Subscriber<?>> all = new ArrayList<>();
        exact.values().forEach(some -> all.addAll(Arrays.asList(some)));
        matches.forEach(match -> all.add(match.subscriber));
        return all;
    }

    private static Subscriber<?>[] joined(Subscriber<?>[] before, Subscriber<?>[] more) {
        Subscriber<?>[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        return all;
    }

    private static Subscriber<?> @Nullable [] without(Subscriber<?>[] before, Subscriber<?> gone) {
        Subscriber<?>[] left =
                Arrays.stream(before).filter(subscriber -> subscriber != gone).toArray(Subscriber<?>[]::new);
        return left.length == 0 ? null : left;
    }
}
