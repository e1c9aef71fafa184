package dev.trestle.pipeline;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.collection.Transducer;
import dev.trestle.internal.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A pipeline made at random, with joins and branches, whose functions fail as told and whose items are all different, so that
 * each can be followed.
 */
final class Generated {
    /** When a function fails. */
    enum Failing {
        NEVER,
        /** For one item in some, by chance. */
        AT_RANDOM,
        /** For one item, wherever it is. */
        AT_ONE_POSITION,
        /** For every item. */
        ALWAYS,
        /** The first time on each thread. */
        IN_EACH_WORKER,
        /** By chance, with an error, under which no policy helps. */
        WITH_ERRORS
    }

    private static final int MOST_ITEMS = 200;
    /** More than an endless source can give before it is ended. */
    private static final int MOST_DRAWN = 50_000_000;

    private final Random random;
    private final boolean waits;
    private final Failing failing;
    private final boolean interrupting;
    private final int position;
    private final Set<Thread> failed = ConcurrentHashMap.newKeySet();
    private int ids;

    /** What the sources that end have in them. */
    int items;
    /** What went into each sink. */
    final List<List<Integer>> arrived = new ArrayList<>();
    /** What was handed to a consumer of failed items. */
    final List<Object> letters = Collections.synchronizedList(new ArrayList<>());
    /** How often a function of a step with an error policy has thrown. */
    final AtomicLong thrown = new AtomicLong();
    /** Channels to draw from that no one closes, and what was put into each. */
    final Map<Channel<Integer>, List<Integer>> fed = new LinkedHashMap<>();
    /** The names of taps. */
    final List<String> taps = new ArrayList<>();
    /** Those who take what goes into a channel in the end. */
    private final List<FutureTask<?>> takers = new ArrayList<>();

    boolean ordered = true;
    boolean once = true;
    boolean whole = true;
    boolean counted = true;
    /** Some calls run on threads of their own: what they come to when nobody waits for it any more is not seen. */
    boolean callsElsewhere;

    boolean failsFast;
    final RunnablePipeline<?> pipeline;

    /** One that ends by itself, unless it is to wait. */
    Generated(Random random, boolean waits) {
        this.random = random;
        this.waits = waits;
        failing = Failing.values()[random.nextInt(Failing.values().length)];
        failsFast = failing == Failing.WITH_ERRORS;
        interrupting = random.nextInt(8) == 0;
        position = random.nextInt(MOST_ITEMS);
        pipeline = ended(steps(source(waits), random.nextInt(5), 2), 2);
    }

    private Pipeline<Integer> source(boolean waiting) {
        int from = ids;
        int count = random.nextInt(MOST_ITEMS);
        ids += waiting ? MOST_DRAWN : MOST_ITEMS;
        items += count;
        List<Integer> all = IntStream.range(from, from + count).boxed().toList();
        if (waiting) {
            switch (random.nextInt(4)) {
                case 0:
                    return Pipeline.from(endless(from));
                case 1:
                    Channel<Integer> open = holding(all);
                    fed.put(open, all);
                    return Pipeline.from(open);
                case 2:
                    return Pipeline.from(holding(all).toPublisher());
                default:
                    Channel<Integer> never = Channel.rendezvous();
                    AtomicInteger next = new AtomicInteger();
                    StepSupplier<Integer> stalls =
                            () -> next.get() < count ? all.get(next.getAndIncrement()) : never.take();
                    return Pipeline.from(stalls);
            }
        }
        Channel<Integer> closed = holding(all);
        closed.close();
        return switch (random.nextInt(5)) {
            case 0 -> Pipeline.from(all.iterator());
            case 1 -> Pipeline.from(all.stream());
            case 2 -> Pipeline.from(closed);
            case 3 -> Pipeline.from(closed.toPublisher());
            default -> Pipeline.from(all);
        };
    }

    private static Channel<Integer> holding(List<Integer> all) {
        Channel<Integer> channel = Channel.buffered(MOST_ITEMS);
        all.forEach(channel::offer);
        return channel;
    }

    private static StepSupplier<Integer> endless(int from) {
        AtomicInteger next = new AtomicInteger(from);
        return next::getAndIncrement;
    }

    private Pipeline<Integer> steps(Pipeline<Integer> before, int count, int depth) {
        Pipeline<Integer> pipeline = before;
        for (int i = 0; i < count; i++) {
            pipeline = step(pipeline, depth);
        }
        return pipeline;
    }

    private Pipeline<Integer> step(Pipeline<Integer> before, int depth) {
        int n = 1 + random.nextInt(5);
        return switch (random.nextInt(depth > 0 ? 28 : 25)) {
            case 0 -> before.async();
            case 1 -> guarded(before.map(this::maybe));
            case 2 -> guarded(before.filter(x -> maybe(x) % 3 != 0));
            case 3 -> guarded(before.flatMap(x -> maybe(x) % 5 == 0 ? List.of() : List.of(x)), false);
            case 4 -> guarded(before.peek(this::maybe));
            case 5 -> guarded(before.mapParallel(n, this::maybe));
            case 6 -> unordered(guarded(before.mapParallelUnordered(n, this::maybe)));
            case 7 -> guarded(before.mapBlocking(n, this::maybe));
            case 8 -> abandoned(guarded(before.mapAsync(n, this::stage)));
            case 9 -> unordered(abandoned(guarded(before.mapAsyncUnordered(n, this::stage))));
            case 10 -> unordered(guarded(before.mapPartitioned(n, x -> maybe(x) % 7, this::maybe)));
            case 11 -> before.batch(n).flatMap(x -> x);
            case 12 ->
                before.batch(n, Duration.ofNanos(random.nextInt(2_000_000))).flatMap(x -> x);
            case 13 -> before.buffer(Buffer.fixed(n));
            case 14 -> before.buffer(random.nextBoolean() ? Buffer.dropping(n) : Buffer.sliding(n));
            case 15 -> before.conflate();
            case 16 -> before.distinct();
            case 17 -> guarded(before.scan(-1, (last, x) -> maybe(x)));
            case 18 -> guarded(before.transduce(Transducer.<Integer>identity().filter(x -> x % 4 != 0)), false);
            case 19 -> before.throttle(1, Duration.ofNanos(1 + random.nextInt(2_000)), n);
            case 20 -> cut(before, n);
            case 21 -> before.window(n, 1 + random.nextInt(n)).map(window -> window.get(n - 1));
            case 22 -> before.window(n, n).flatMap(x -> x);
            case 23 -> tapped(before);
            case 24 -> transformed(before);
            case 25 -> unordered(before.merge(other(depth)));
            case 26 -> before.concat(other(depth));
            default -> {
                once = false; // both of a pair go on as the first
                whole = false;
                yield guarded(before.zip(other(depth), (a, b) -> maybe(a)));
            }
        };
    }

    private Pipeline<Integer> other(int depth) {
        return steps(source(waits && random.nextBoolean()), random.nextInt(3), depth - 1);
    }

    private Pipeline<Integer> cut(Pipeline<Integer> before, int n) {
        switch (random.nextInt(3)) {
            case 0:
                return before.drop(n);
            case 1:
                whole = false;
                return before.take(random.nextInt(MOST_ITEMS));
            default:
                whole = false;
                return guarded(before.takeWhile(x -> maybe(x) % 100 < 50));
        }
    }

    private Pipeline<Integer> tapped(Pipeline<Integer> before) {
        String name = "t" + taps.size();
        taps.add(name);
        return before.tap(name);
    }

    /** Code of the user's own, which leaves out some items and fails for others. */
    private Pipeline<Integer> transformed(Pipeline<Integer> before) {
        int nth = 2 + random.nextInt(20);
        boolean fails = random.nextInt(4) == 0 && !interrupting; // it would interrupt its own puts
        if (fails) {
            failsFast |= failing != Failing.NEVER;
            counted = false;
        }
        return before.transform((in, out) -> {
            for (Integer x : in) {
                if (x % nth != 0 && !out.put(fails ? maybe(x) : x)) {
                    return;
                }
            }
        });
    }

    private Pipeline<Integer> unordered(Pipeline<Integer> pipeline) {
        ordered = false;
        return pipeline;
    }

    /** What its functions come to is not counted any more when the run ends early. */
    private Pipeline<Integer> abandoned(Pipeline<Integer> pipeline) {
        counted = false;
        return pipeline;
    }

    private Pipeline<Integer> guarded(Pipeline<Integer> step) {
        return guarded(step, true);
    }

    private Pipeline<Integer> guarded(Pipeline<Integer> step, boolean limited) {
        Pipeline<Integer> tried = random.nextInt(3) == 0
                ? step.retry(1 + random.nextInt(2), Backoff.fixed(Duration.ofNanos(random.nextInt(2) * 50_000)))
                : step;
        if (limited && random.nextInt(12) == 0) {
            tried = tried.timeout(Duration.ofSeconds(10));
            callsElsewhere = true;
        }
        switch (random.nextInt(5)) {
            case 0:
                failsFast |= failing != Failing.NEVER;
                return tried;
            case 1:
                return tried.onError(ErrorPolicy.skip());
            case 2:
                return tried.onError(ErrorPolicy.replaceWith(Generated::itself));
            default:
                return tried.onError(ErrorPolicy.deadLetter(failed -> letters.add(failed.item())));
        }
    }

    private static Integer itself(FailedItem<Object> failed) {
        return failed.item() instanceof List<?> pair ? (Integer) pair.get(0) : (Integer) failed.item();
    }

    /** What follows fails and has no policy. */
    private Pipeline<Integer> failing(Pipeline<Integer> before) {
        failsFast |= failing != Failing.NEVER;
        return before;
    }

    private RunnablePipeline<?> ended(Pipeline<Integer> before, int depth) {
        int n = 1 + random.nextInt(3);
        return switch (depth == 0 ? 0 : random.nextInt(9)) {
            case 1 -> {
                once = false; // each branch has them all
                whole = false;
                yield before.broadcast(this::branch, this::branch);
            }
            case 2 -> {
                ordered &= n == 1;
                yield before.balance(this::branch, this::branch, this::branch);
            }
            case 3 -> failing(before).split(x -> maybe(x) % 2 == 0, this::branch, this::branch);
            case 4 -> failing(before).partition(n, x -> maybe(x) % 10, this::branch);
            default -> toSink(before);
        };
    }

    private RunnablePipeline<?> toSink(Pipeline<Integer> before) {
        List<Integer> sink = Collections.synchronizedList(new ArrayList<>());
        arrived.add(sink);
        return switch (random.nextInt(6)) {
            case 0 -> before.to(taken(sink));
            case 1 -> before.to(new Requesting(sink));
            case 2 ->
                guarded(before.to(x -> {
                    int arriving = maybe(x);
                    sink.add(arriving);
                }));
            default -> before.to(sink::add);
        };
    }

    /** A channel from which a thread takes until it is closed. */
    private Channel<Integer> taken(List<Integer> sink) {
        Channel<Integer> channel = Channel.buffered(1 + random.nextInt(4));
        FutureTask<?> taker = new FutureTask<>(() -> {
            for (Integer x : channel) {
                sink.add(x);
            }
            return null;
        });
        takers.add(taker);
        Threads.waiting().execute(taker);
        return channel;
    }

    /** Waits until everything has arrived. */
    void awaitTakers() throws Exception {
        for (FutureTask<?> taker : takers) {
            taker.get(Ledger.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private RunnablePipeline<?> guarded(RunnablePipeline<?> sink) {
        RunnablePipeline<?> tried = random.nextBoolean() ? sink.retry(1, Backoff.none()) : sink;
        switch (random.nextInt(3)) {
            case 0:
                failsFast |= failing != Failing.NEVER;
                return tried;
            case 1:
                return tried.onError(ErrorPolicy.skip());
            default:
                return tried.onError(ErrorPolicy.deadLetter(failed -> letters.add(failed.item())));
        }
    }

    private RunnablePipeline<?> branch(Pipeline<Integer> start) {
        return ended(steps(start, random.nextInt(3), 1), 1 - random.nextInt(2));
    }

    private int maybe(int x) throws IOException {
        if (interrupting && ThreadLocalRandom.current().nextInt(20) == 0) {
            Thread.currentThread().interrupt(); // for nobody
        }
        boolean fails = switch (failing) {
            case NEVER -> false;
            case AT_RANDOM -> ThreadLocalRandom.current().nextInt(10) == 0;
            case AT_ONE_POSITION -> x % MOST_ITEMS == position;
            case ALWAYS -> true;
            case IN_EACH_WORKER -> failed.add(Thread.currentThread());
            case WITH_ERRORS -> ThreadLocalRandom.current().nextInt(100) == 0;
        };
        if (fails) {
            thrown.incrementAndGet();
            if (failing == Failing.WITH_ERRORS) {
                throw new AssertionError("injected");
            }
            throw new IOException("injected");
        }
        return x;
    }

    private CompletableFuture<Integer> stage(int x) throws IOException {
        if (x % 2 == 0) {
            return CompletableFuture.completedFuture(maybe(x));
        }
        return CompletableFuture.supplyAsync(() -> {
            try {
                return maybe(x);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public String toString() {
        return failing + (interrupting ? ", interrupting" : "") + (waits ? ", waiting" : "") + "\n"
                + pipeline.describe() + "\n";
    }
}
