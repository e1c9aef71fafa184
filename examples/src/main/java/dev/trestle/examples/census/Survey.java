package dev.trestle.examples.census;

import dev.trestle.async.Channel;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Deadline;
import dev.trestle.concurrent.Delay;
import dev.trestle.concurrent.Promise;
import dev.trestle.concurrent.Timeouts;
import dev.trestle.examples.census.Answer.Ending;
import dev.trestle.reference.Atom;
import dev.trestle.reference.Stm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Reads all class files: one thread finds them and puts them into a channel, which makes it wait when it is too far ahead;
 * several take them out, parse them, and enter what they have found into the books.
 */
final class Survey {
    /** How many class files may wait in the channel. */
    private static final int WAITING = 512;
    /** How many findings go into one transaction. */
    private static final int BATCH = 128;
    /** How many files there are between two writes to the database. */
    private static final int FLUSH = 2_000;
    /** How long the rest may take when there is nothing more to read. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ClassPath classPath;
    private final int parallelism;
    private final Archive archive;
    private final Books books;
    private final Atom<Progress> progress = Atom.of(Progress.NONE);
    /** Made when it is needed, since the first channel of a program takes a while: it loads core.async. */
    private final Delay<Channel<ClassFile>> work = Delay.of(() -> Channel.buffered(WAITING));

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

    /** Starts the survey, which is to end within a time. */
    Promise<Answer> start(Duration limit) {
        Promise<Answer> answer = Promise.create();
        ClojureFuture.call(() -> answer.deliver(run(limit)));
        return answer;
    }

    /** Ends the survey early: what has been found until now still counts. */
    void stop() {
        work.deref().close();
    }

    /** Says whether nothing more will be put into the channel. */
    boolean isStopped() {
        return work.isRealized() && work.deref().isClosed();
    }

    /** How far it is, at any time. */
    Atom<Progress> progress() {
        return progress;
    }

    /** What it has counted, at any time. */
    Books books() {
        return books;
    }

    private Answer run(Duration limit) {
        long start = System.nanoTime();
        Ending ending;
        Throwable failure = null;
        try {
            ending = count(Deadline.after(limit));
            archive.finish(PATIENCE);
        } catch (Throwable t) {
            ending = Ending.FAILED;
            failure = archive.failure().orElse(t);
        }
        return new Answer(ending, Duration.ofNanos(System.nanoTime() - start), failure);
    }

    private Ending count(Deadline deadline) throws Exception {
        ClojureFuture.call(() -> {
            long files = classPath.count();
            return progress.swap(p -> p.expecting(files));
        });
        Channel<ClassFile> files = work.deref();
        List<ClojureFuture<Boolean>> readers = Stream.generate(() -> ClojureFuture.call(() -> read(files)))
                .limit(parallelism)
                .toList();
        Ending ending;
        try {
            ending = Timeouts.call(() -> find(files, readers), deadline.remaining());
        } catch (TimeoutException e) {
            ending = Ending.TIME_LIMIT;
        } finally {
            files.close(); // the readers end when they have emptied it
        }
        for (ClojureFuture<Boolean> reader : readers) {
            reader.deref(PATIENCE);
        }
        return ending;
    }

    /** Finds the class files and waits until they are read. */
    private Ending find(Channel<ClassFile> files, List<ClojureFuture<Boolean>> readers) throws Exception {
        boolean complete = classPath.each(files::put); // put says no when the channel is closed
        files.close();
        for (ClojureFuture<Boolean> reader : readers) {
            reader.deref();
        }
        return complete ? Ending.COMPLETE : Ending.STOPPED;
    }

    /** Parses class files until there are no more. */
    private boolean read(Channel<ClassFile> files) {
        List<Finding> findings = new ArrayList<>();
        try {
            for (ClassFile file : files) {
                findings.add(Parser.parse(file));
                progress.swap(Progress::read, file);
                if (findings.size() == BATCH) {
                    enter(List.copyOf(findings));
                    findings.clear();
                }
            }
            enter(List.copyOf(findings));
            return true;
        } catch (Throwable t) {
            files.closeAndDrain(); // whoever waits to put one must not wait for ever
            throw t;
        }
    }

    /** The totals and the archive take the findings together, or not at all. */
    private void enter(List<Finding> findings) {
        Stm.dosync(() -> {
            books.enter(findings);
            archive.add(findings); // an agent's action: it waits for the commit
        });
    }
}
