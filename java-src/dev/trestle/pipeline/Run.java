package dev.trestle.pipeline;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Threads;
import dev.trestle.internal.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A run: it owns its threads, and has ended when the last of them has. */
@NullMarked
final class Run<R extends @Nullable Object> implements PipelineRun<R> {
    private static final AtomicLong COUNT = new AtomicLong();
    private static final long CLOSING_SECONDS = 10;

    private final String name = "trestle-pipeline-" + COUNT.incrementAndGet();
    final Clock clock;
    private final String description;
    private final String diagram;
    private final CompletableFuture<R> completion = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<Thread, Supplier<String>> threads = new HashMap<>();
    private volatile List<Segment> segments = new ArrayList<>();
    private volatile List<SourceSegment> sources = new ArrayList<>();
    private List<Source> drawn = new ArrayList<>();
    private volatile List<Entry> books = new ArrayList<>();
    private List<Runnable> furtherBefore = new ArrayList<>();
    private final List<Progress> progress;
    private final Map<String, Tap> taps = new ConcurrentHashMap<>();
    private volatile Sink.@Nullable End sink;
    private int live;
    private boolean aborted;
    private boolean interrupted;
    private boolean stopped;
    private @Nullable Throwable failure;
    private volatile boolean paused;
    private volatile boolean stopping;

    private record Entry(Books books, @Nullable Boundary before) {
        /** Now nobody puts and nobody takes: what went into a buffer and did not come out was dropped by it. */
        void close() {
            if (before != null) {
                books.refuse(before.untaken());
                long dropped = before.queued();
                books.in += dropped;
                books.dropped += dropped;
                before.forget();
            }
        }
    }

    Run(String description, String diagram, Clock clock, List<Progress.Listening> listeners) {
        this.description = description;
        this.diagram = diagram;
        this.clock = clock;
        progress = listeners.stream()
                .map(listening -> new Progress(listening, this::stats))
                .toList();
    }

    // what the plan and the segments use

    void draws(Source source) {
        drawn.add(source);
    }

    /** What can be drawn once only is this run's from now on. */
    void claim() {
        List<Source> claimed = new ArrayList<>();
        try {
            for (Source source : drawn) {
                source.claim();
                claimed.add(source);
            }
        } catch (IllegalStateException e) {
            claimed.forEach(Source::release);
            throw e;
        }
    }

    void add(Segment segment) {
        segments.add(segment);
    }

    void draws(SourceSegment source) {
        sources.add(source);
    }

    /** The watchers of a name, as the plan knows it. */
    Tap tap(String name) {
        return taps.computeIfAbsent(name, unused -> new Tap());
    }

    Books books(String step, @Nullable Boundary before) {
        Books opened = new Books(step);
        books.add(new Entry(opened, before));
        return opened;
    }

    /** In the end, counts what nobody has taken from a further boundary before a step. */
    void settles(Books step, Boundary further) {
        furtherBefore.add(() -> step.refuse(further.untaken()));
    }

    void start(Sink.End end) {
        sink = end;
        synchronized (threads) {
            live++;
        }
        progress.forEach(Progress::start);
        for (Segment segment : segments) {
            if (!segment.startsLater()) {
                segment.start();
            }
        }
        var unused = completion.whenComplete((ignored, e) -> abort(e == null ? new CancellationException() : e));
        if (isLast()) {
            spawn(() -> end.books.step, true, () -> {}); // who starts a run does not run the user's code
        }
    }

    /** Runs a body on a thread of its own that this run interrupts when it is aborted, and waits for. */
    void spawn(String step, boolean waits, Runnable body) {
        spawn(() -> step, waits, body);
    }

    /** As {@link #spawn(String, boolean, Runnable)}, for what goes from step to step. */
    void spawn(Supplier<String> step, boolean waits, Runnable body) {
        synchronized (threads) {
            live++;
        }
        Runnable task = () -> {
            Thread thread = Thread.currentThread();
            synchronized (threads) {
                threads.put(thread, step);
                if (aborted) {
                    thread.interrupt();
                }
            }
            try {
                body.run();
            } catch (Throwable e) {
                fail(step.get(), null, e);
            } finally {
                synchronized (threads) {
                    threads.remove(thread);
                    boolean unused = Thread.interrupted(); // the thread may not be ours alone
                }
                if (isLast()) {
                    end();
                }
            }
        };
        try {
            if (waits) {
                Threads.waiting().execute(task);
            } else {
                Threads.daemon(name + " " + step.get(), task).start();
            }
        } catch (Throwable e) {
            fail(step.get(), null, e);
            inPlaceOf(task);
        }
    }

    /** There is no thread for it, and nothing to do but to tidy up; this thread goes on with what it is for. */
    private void inPlaceOf(Runnable task) {
        Thread thread = Thread.currentThread();
        Supplier<String> own;
        synchronized (threads) {
            own = threads.get(thread);
        }
        task.run();
        synchronized (threads) {
            boolean unused = Thread.interrupted();
            if (own != null) {
                threads.put(thread, own);
                thread.interrupt(); // since the run has failed
            }
        }
    }

    /** True for who leaves last: nobody works any more. */
    private boolean isLast() {
        synchronized (threads) {
            return --live == 0;
        }
    }

    private void end() {
        Object value = failure() == null ? value() : null;
        Throwable reason;
        synchronized (threads) {
            aborted = true;
            reason = failure;
        }
        books.forEach(Entry::close);
        furtherBefore.forEach(Runnable::run);
        taps.values().forEach(Tap::end);
        forget();
        ended.countDown();
        progress.forEach(Progress::end);
        if (reason == null) {
            completion.complete(Calls.cast(value));
        } else {
            completion.completeExceptionally(reason);
        }
    }

    /** What the run has come to. The user's code may run for it, so this thread is one of the run's until then. */
    private @Nullable Object value() {
        Sink.End last = sink;
        if (last == null) {
            return null;
        }
        Thread thread = Thread.currentThread();
        synchronized (threads) {
            threads.put(thread, () -> last.books.step);
        }
        try {
            return last.checkedResult();
        } catch (StepFailedException e) {
            abort(e);
            return null;
        } finally {
            synchronized (threads) {
                threads.remove(thread);
                boolean unused = Thread.interrupted();
            }
        }
    }

    /** Who keeps a run for its figures does not keep what its steps have held. */
    private void forget() {
        segments = List.of();
        sources = List.of();
        drawn = List.of();
        furtherBefore = List.of();
        books = books.stream().map(entry -> new Entry(entry.books(), null)).toList();
        sink = null;
    }

    void fail(String step, @Nullable Object item, Throwable cause) {
        abort(new StepFailedException(step, item, cause));
    }

    private void abort(Throwable reason) {
        synchronized (threads) {
            if (aborted) {
                return;
            }
            aborted = true;
            failure = reason;
        }
        try {
            segments.forEach(Segment::halt);
        } finally {
            synchronized (threads) {
                threads.keySet().forEach(Thread::interrupt);
                interrupted = true;
                threads.notifyAll();
            }
        }
    }

    /** From here on this run does not interrupt the thread because of what has happened until now. */
    void calm() {
        synchronized (threads) {
            while (aborted && !interrupted) {
                try {
                    threads.wait();
                } catch (InterruptedException e) {
                    // for that it waits
                }
            }
            boolean unused = Thread.interrupted();
        }
    }

    /** Why the run ends early, or null. */
    @Nullable
    Throwable failure() {
        synchronized (threads) {
            return failure;
        }
    }

    /** False if the run is over before the time is. */
    boolean sleep(long nanos, Segment segment) {
        long since = System.nanoTime();
        try {
            return sleepUntil(clock.now() + nanos, segment);
        } finally {
            segment.waited(System.nanoTime() - since);
        }
    }

    private boolean sleepUntil(long time, Segment segment) {
        synchronized (threads) {
            while (!segment.isHalted()) {
                long left = time - clock.now();
                if (left <= 0) {
                    return true;
                }
                try {
                    clock.await(threads, left);
                } catch (InterruptedException e) {
                    // halted, or nothing of ours
                }
            }
            return false;
        }
    }

    /** Sources ask before they draw. */
    boolean isHeld() {
        return paused || stopping;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isAborted() {
        synchronized (threads) {
            return aborted;
        }
    }

    /** Waits while the run is paused; false if the source has to end. */
    boolean mayDraw(Segment segment) {
        synchronized (threads) {
            while (paused && !stopping && !segment.isHalted()) {
                try {
                    threads.wait();
                } catch (InterruptedException e) {
                    // halted, or nothing of ours
                }
            }
            return !stopping && !segment.isHalted();
        }
    }

    /** What waits for the run's signals looks again. */
    void wake() {
        synchronized (threads) {
            threads.notifyAll();
        }
    }

    // what the user sees

    @Override
    public CompletableFuture<R> completion() {
        return completion;
    }

    @Override
    public R await(Duration timeout) throws InterruptedException, TimeoutException {
        long nanos = Checks.nanos(timeout, "timeout");
        Transactions.forbid("PipelineRun.await");
        try {
            return completion.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof StepFailedException failed) {
                throw failed;
            }
            throw Calls.unchecked(cause instanceof Exception checked ? checked : e);
        } catch (TimeoutException e) {
            TimeoutException told = new TimeoutException("run must end within " + timeout + ", still works: " + busy());
            told.initCause(e);
            throw told;
        }
    }

    private String busy() {
        synchronized (threads) {
            return String.join(
                    ", ",
                    threads.values().stream()
                            .map(Supplier::get)
                            .sorted()
                            .distinct()
                            .toList());
        }
    }

    @Override
    public void cancel() {
        abort(new CancellationException("run was cancelled"));
    }

    @Override
    public boolean stop(Duration limit) throws InterruptedException {
        long nanos = Checks.nanos(limit, "limit");
        Transactions.forbid("PipelineRun.stop");
        synchronized (threads) {
            if (!aborted) {
                stopped = true;
            }
            stopping = true;
            threads.notifyAll();
        }
        sources.forEach(SourceSegment::stop);
        if (ended.await(nanos, TimeUnit.NANOSECONDS)) {
            return true;
        }
        abort(new CancellationException("run must end within " + limit + " of stop, still works: " + busy()));
        return false;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        synchronized (threads) {
            paused = false;
            threads.notifyAll();
        }
    }

    @Override
    public State state() {
        synchronized (threads) {
            if (ended.getCount() == 0) {
                return failure == null
                        ? stopped ? State.STOPPED : State.COMPLETED
                        : failure instanceof CancellationException ? State.CANCELLED : State.FAILED;
            }
            return aborted || stopping ? State.ENDING : paused ? State.PAUSED : State.RUNNING;
        }
    }

    @Override
    public List<StepStats> stats() {
        return books.stream()
                .map(entry -> entry.books()
                        .stats(entry.before() == null ? 0 : entry.before().queued()))
                .toList();
    }

    @Override
    public <T> Channel<T> tap(String tap, Buffer buffer) {
        Tap tapped = taps.get(Checks.notNull(tap, "name"));
        if (tapped == null) {
            throw new IllegalArgumentException("tap must be one of " + new TreeSet<>(taps.keySet()) + ", was " + tap);
        }
        Channel<Object> watcher = Channel.create(Checks.notNull(buffer, "buffer"));
        tapped.add(watcher);
        return Calls.cast(watcher);
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public void close() {
        cancel();
        if (isOwn(Thread.currentThread())) {
            return; // the run ends when this has returned
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSING_SECONDS);
        while (true) {
            try {
                boolean unused = ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String diagram() {
        return diagram;
    }

    private boolean isOwn(Thread thread) {
        synchronized (threads) {
            return threads.containsKey(thread);
        }
    }

    @Override
    public String toString() {
        return name + "[" + state().toString().toLowerCase(java.util.Locale.ROOT) + "]";
    }
}
