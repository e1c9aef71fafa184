package dev.trestle.examples;

import dev.trestle.collection.Vectors;
import dev.trestle.reference.Agent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes to a file behind the callers' backs, several lines at a time: an agent, and a watcher that says when. */
public final class WriteBehind {
    private static final int ENOUGH = 100;

    private final Path file;
    private final Agent<List<String>> unwritten = Agent.of(Vectors.empty());

    WriteBehind(Path file) {
        this.file = file;
        unwritten.watch("enough", (before, after) -> {
            if (before.size() < ENOUGH && after.size() >= ENOUGH) {
                unwritten.sendOff(this::flush); // sent in an action: it is next after those that wait
            }
        });
    }

    /** Takes a line, and does not wait for the disk. */
    void write(String line) {
        unwritten.send(lines -> Vectors.conj(lines, line));
    }

    private List<String> flush(List<String> lines) {
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the agent keeps the lines and the error, and takes no more
        }
        return Vectors.empty();
    }

    /** Writes what is left, waits for that, and fails if anything could not be written. */
    void finish() throws InterruptedException {
        unwritten.sendOff(this::flush);
        unwritten.await();
    }

    /** Writes a thousand lines. */
    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("write-behind", ".txt");
        WriteBehind log = new WriteBehind(file);
        for (int i = 1; i <= 1050; i++) {
            log.write("line " + i);
        }
        log.finish();
        List<String> lines = Files.readAllLines(file);
        System.out.println(lines.size() + " lines, from " + lines.get(0) + " to " + lines.get(lines.size() - 1));
        Files.delete(file);

        WriteBehind broken = new WriteBehind(file.resolve("no directory"));
        broken.write("lost?");
        try {
            broken.finish();
        } catch (IllegalStateException e) {
            System.out.println("cannot write, but still there: " + broken.unwritten.deref());
        }
        Agent.shutdown();
    }
}
