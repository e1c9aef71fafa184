package dev.trestle.examples.census;

import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Promise;
import dev.trestle.examples.census.Answer.Ending;
import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.PipelineRun;
import dev.trestle.pipeline.StepStats;
import dev.trestle.reference.Atom;
import dev.trestle.reference.Stm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Reads all class files: a pipeline whose channels hold back what is too far ahead takes them to several readers, and what
 * those have found to the books.
 */
final class Survey {
    /** How many findings go into one transaction. */
    private static final int BATCH = 128;
    /** How many files there are between two writes to the database. */
    private static final int FLUSH = 2_000;
    /** How often progress is shown. */
    private static final Duration TICK = Duration.ofMillis(100);
    /** How long the rest may take when there is nothing more to read. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ClassPath classPath;
    private final int parallelism;
    private final Archive archive;
    private final Books books;
    private final Atom<Progress> progress = Atom.of(Progress.NONE);
    private final Promise<PipelineRun<?>> run = Promise.create();

    Survey(ClassPath classPath, int parallelism, Archive archive) {
        this.classPath = classPath;
        this.parallelism = parallelism;
        this.archive = archive;
        this.books = new Books(classPath.modules());
        books.watch("flush", (before, after) -> {
            if (before.files() / FLUSH < after.files() / FLUSH) {
                archive.flush();
            }
        });
    }

    /** Starts the survey, which is to end within a time, and shows a bar how far it is. */
    Promise<Answer> start(Duration limit, Consumer<Progress> bar) {
        Promise<Answer> answer = Promise.create();
        ClojureFuture.call(() -> answer.deliver(run(limit, bar)));
        return answer;
    }

    /** Ends the survey early, and waits for that: what has been found until now still counts. */
    void stop() throws InterruptedException, TimeoutException {
        run.deref(PATIENCE).stop(PATIENCE);
    }

    /** The pipeline at work, when it is. */
    Promise<PipelineRun<?>> run() {
        return run;
    }

    /** How far it is, at any time. */
    Atom<Progress> progress() {
        return progress;
    }

    /** What it has counted, at any time. */
    Books books() {
        return books;
    }

    private Answer run(Duration limit, Consumer<Progress> bar) {
        long start = System.nanoTime();
        Ending ending;
        List<StepStats> steps = List.of();
        Throwable failure = null;
        try {
            PipelineRun<?> running = begin(bar);
            run.deliver(running);
            ending = end(running, limit);
            steps = running.stats();
            progress.swap(Progress::at, steps);
            archive.finish(PATIENCE);
        } catch (Throwable t) {
            ending = Ending.FAILED;
            failure = archive.failure().orElseGet(() -> cause(t));
        }
        return new Answer(ending, Duration.ofNanos(System.nanoTime() - start), steps, failure);
    }

    private PipelineRun<?> begin(Consumer<Progress> bar) {
        CompletableFuture<List<ClassFile>> files =
                ClojureFuture.call(this::find).toCompletableFuture(); // while core.async is loaded
        Iterable<ClassFile> found = () -> files.join().iterator();
        return Pipeline.from(found)
                .mapParallelUnordered(parallelism, Parser::parse)
                .named(Progress.READ)
                .batch(BATCH)
                .to(this::enter)
                .onProgress(TICK, steps -> bar.accept(progress.swap(Progress::at, steps)))
                .start();
    }

    private List<ClassFile> find() throws IOException {
        List<ClassFile> found = classPath.files();
        progress.swap(p -> p.expecting(found.size()));
        return found;
    }

    /** What lies behind a failure of the run, or of a step, or of a future. */
    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null ? failure : cause(failure.getCause());
    }

    private static Ending end(PipelineRun<?> running, Duration limit) throws InterruptedException, TimeoutException {
        try {
            running.await(limit);
            return running.state() == PipelineRun.State.STOPPED ? Ending.STOPPED : Ending.COMPLETE;
        } catch (TimeoutException e) {
            if (!running.stop(PATIENCE)) {
                throw e;
            }
            return Ending.TIME_LIMIT;
        }
    }

    /** The totals and the archive take the findings together, or not at all. */
    private void enter(List<Finding> findings) {
        Stm.dosync(() -> {
            books.enter(findings);
            archive.add(findings); // an agent's action: it waits for the commit
        });
        progress.swap(Progress::in, findings.get(findings.size() - 1).file().module());
    }
}
