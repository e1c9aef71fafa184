package dev.trestle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** Runs a {@code main} in a JVM of its own, on the test class path: for what would change or end the JVM of the tests. */
@NullMarked
public final class ChildJvm {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private ChildJvm() {}

    /** What has become of a child. */
    public record Result(int exitCode, String stdout, String stderr) {}

    /** Runs a main class for a minute at most. */
    public static Result run(Class<?> main, String... args) {
        return run(LIMIT, List.of(), main, args);
    }

    /** Runs a main class; a child that is not done in time is ended, and fails the test with what it had written. */
    public static Result run(Duration limit, List<String> jvmOptions, Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add(main.getName());
        Collections.addAll(command, args);
        try {
            Path stdout = Files.createTempFile("child-", ".out");
            Path stderr = Files.createTempFile("child-", ".err");
            try {
                return run(limit, command, stdout, stderr);
            } finally {
                Files.delete(stdout);
                Files.delete(stderr);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output goes through files: nobody has to read it while the child runs. */
    private static Result run(Duration limit, List<String> command, Path stdout, Path stderr) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectOutput(stdout.toFile());
        builder.redirectError(stderr.toFile());
        Process child = builder.start();
        child.getOutputStream().close();
        boolean done;
        try {
            done = child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done = false;
        }
        if (!done) {
            child.destroyForcibly().onExit().join();
        }
        String out = Files.readString(stdout, StandardCharsets.UTF_8);
        String err = Files.readString(stderr, StandardCharsets.UTF_8);
        if (!done) {
            throw new AssertionError(
                    "child JVM must end within " + limit + ": " + command + "\nstdout: " + out + "\nstderr: " + err);
        }
        return new Result(child.exitValue(), out, err);
    }
}
