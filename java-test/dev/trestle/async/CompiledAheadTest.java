package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import clojure.java.api.Clojure;
import clojure.lang.Compile;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.testing.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide says of compiling Clojure code ahead of time: one command, and nothing is loaded from source any more. */
class CompiledAheadTest {
    private static final Duration LIMIT = Duration.ofSeconds(100);
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path classes;

    @Test
    void compiledOnce_theFirstChannelComesFromClasses() throws Exception {
        ChildJvm.Result compiled = ChildJvm.run(
                LIMIT,
                List.of("-Dclojure.compile.path=" + classes, "-cp", classes + File.pathSeparator + CLASS_PATH),
                Compile.class,
                "dev.trestle.internal.library",
                "dev.trestle.internal.shim");
        assertThat(compiled.exitCode()).as(compiled.stderr()).isZero();
        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.map(file -> classes.relativize(file).toString()))
                    .contains(
                            Path.of("dev/trestle/internal/shim__init.class").toString(),
                            Path.of("clojure/core/async__init.class").toString());
        }

        Map<String, String> ahead = firstChannel(classes + File.pathSeparator + CLASS_PATH);
        Map<String, String> fromSource = firstChannel(CLASS_PATH);

        System.out.println("first channel, ms: from source " + fromSource.get("channel") + ", compiled "
                + ahead.get("channel") + "; then the first mult: from source " + fromSource.get("mult") + ", compiled "
                + ahead.get("mult"));
        assertThat(ahead).containsEntry("compiled", "true");
        assertThat(fromSource).containsEntry("compiled", "false");
    }

    private static Map<String, String> firstChannel(String classPath) {
        ChildJvm.Result result = ChildJvm.run(LIMIT, List.of("-Xshare:auto", "-cp", classPath), Child.class);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stderr()).isEmpty();
        return result.stdout()
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            // what a program that has an atom already waits for
            System.out.println("clojure " + millis(() -> Clojure.var("clojure.core", "atom")));
            System.out.println("channel "
                    + millis(() -> {
                        Channel<Integer> channel = Channel.buffered(1);
                        channel.put(1);
                        return channel.take();
                    }));
            // classes of a file have its loader, those made at run time have Clojure's own
            System.out.println(
                    "compiled " + (ChannelEngine.get().getClass().getClassLoader() == Child.class.getClassLoader()));
            System.out.println("mult " + millis(() -> Mult.of(Channel.rendezvous())));
            System.exit(0);
        }

        private static long millis(Callable<?> work) throws Exception {
            long start = System.nanoTime();
            work.call();
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }
    }
}
