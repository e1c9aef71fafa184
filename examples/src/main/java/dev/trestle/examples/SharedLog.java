package dev.trestle.examples;

import dev.trestle.collection.Vectors;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.reference.Agent;
import java.util.List;

/** A log that many threads write without waiting for it: an agent, which runs one action after the other. */
public final class SharedLog {
    private final Agent<List<String>> lines = Agent.<List<String>>builder(Vectors.empty())
            .onError((agent, error) -> System.out.println("not logged: " + error.getMessage()))
            .build();

    /** Logs a line, some time soon. */
    public void log(String line) {
        lines.send(list -> {
            if (line.isBlank()) {
                throw new IllegalArgumentException("a line must not be blank");
            }
            return Vectors.conj(list, line);
        });
    }

    /** The agent, for those who want to do more. */
    public Agent<List<String>> agent() {
        return lines;
    }

    /** Writes in two threads. */
    public static void main(String[] args) throws Exception {
        SharedLog log = new SharedLog();
        ClojureFuture<Void> server = ClojureFuture.call(() -> {
            for (int i = 1; i <= 3; i++) {
                log.log("server: request " + i);
            }
            log.lines.await(); // this thread's lines are there
            return null;
        });
        for (int i = 1; i <= 3; i++) {
            log.log("client: reply " + i);
        }
        log.log(" ");
        server.deref();
        log.lines.await();

        List<String> lines = log.lines.deref();
        System.out.println(lines.size() + " lines");
        // The order between threads is open, but each thread's own is kept.
        lines.stream().filter(line -> line.startsWith("server")).forEach(System.out::println);
        lines.stream().filter(line -> line.startsWith("client")).forEach(System.out::println);
        Agent.shutdown();
    }
}
