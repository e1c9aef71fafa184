package dev.trestle.async;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads that put and take in every way there is. A putter never puts a value twice, whatever has happened to it; a taker
 * ends when the channel is closed and drained.
 */
final class Crowd {
    private static final Duration BRIEF = Duration.ofNanos(20_000);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Kind kind;
    private final Books books;
    private final List<Running> putters = new ArrayList<>();
    private final List<Running> takers = new ArrayList<>();

    Crowd(Kind kind, Books books) {
        this.kind = kind;
        this.books = books;
    }

    /** Starts threads of both sorts. */
    void on(Transduced<Integer, Integer> ends, int each) {
        for (int i = 0; i < each; i++) {
            put(ends.in());
            take(ends.out());
        }
    }

    void joinPutters() throws Exception {
        for (Running putter : putters) {
            putter.join(LIMIT);
        }
    }

    void joinTakers() throws Exception {
        for (Running taker : takers) {
            taker.join(LIMIT);
        }
    }

    /** Interrupts one after the other until the putters are done. */
    void interruptWhilePutting() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Running storm = Running.start(() -> {
            List<Running> all = new ArrayList<>(putters);
            all.addAll(takers);
            while (!done.get()) {
                all.get(ThreadLocalRandom.current().nextInt(all.size())).interrupt();
                for (int i = 0; i < 5000; i++) {
                    Thread.onSpinWait();
                }
            }
        });
        joinPutters();
        done.set(true);
        storm.join();
    }

    private void put(WritePort<Integer> port) {
        putters.add(Running.start(() -> {
            int value = books.draw();
            while (value >= 0) {
                Put outcome = putSomehow(port, value);
                if (outcome == Put.ACCEPTED) {
                    books.accepted(value);
                } else if (outcome == Put.CLOSED) {
                    return;
                }
                value = books.draw();
            }
        }));
    }

    private void take(ReadPort<Integer> port) {
        takers.add(Running.start(() -> {
            while (true) {
                Taken<Integer> outcome = takeSomehow(port);
                if (outcome instanceof Taken.Value<Integer> value) {
                    books.out(kind.original(value.value()));
                } else if (outcome.isClosed()) {
                    return;
                }
            }
        }));
    }

    private static Put putSomehow(WritePort<Integer> port, int value) {
        try {
            return switch (ThreadLocalRandom.current().nextInt(6)) {
                case 0 -> Put.of(port.put(value));
                case 1 -> port.put(value, BRIEF);
                case 2 -> port.offer(value);
                case 3 -> Put.of(port.putAsync(value).join());
                case 4 ->
                    Select.<Put>builder()
                            .put(port, value, Put::of)
                            .timeout(BRIEF, () -> Put.TIMED_OUT)
                            .select();
                default -> {
                    CompletableFuture<Boolean> put = port.putAsync(value);
                    yield put.cancel(true) ? Put.TIMED_OUT : Put.of(put.join());
                }
            };
        } catch (InterruptedException e) {
            return Put.TIMED_OUT;
        }
    }

    private static Taken<Integer> takeSomehow(ReadPort<Integer> port) {
        try {
            return switch (ThreadLocalRandom.current().nextInt(6)) {
                case 0 -> taken(port.take());
                case 1 -> port.take(BRIEF);
                case 2 -> port.poll();
                case 3 -> taken(port.takeAsync().join());
                case 4 ->
                    Select.<Taken<Integer>>builder()
                            .take(port, Crowd::taken)
                            .timeout(BRIEF, Taken.TimedOut::new)
                            .select();
                default -> {
                    CompletableFuture<Integer> take = port.takeAsync();
                    yield take.cancel(true) ? new Taken.TimedOut<>() : taken(take.join());
                }
            };
        } catch (InterruptedException e) {
            return new Taken.TimedOut<>();
        }
    }

    private static Taken<Integer> taken(Integer value) {
        return value == null ? new Taken.Closed<>(null) : new Taken.Value<>(value);
    }
}
