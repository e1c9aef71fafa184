package dev.trestle.examples.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as users see it: in a JVM of its own. */
class CensusProcessTest {
    @TempDir
    private Path temp;

    @Test
    void notATerminal_drawsNoBar() throws Exception {
        Path small = Fixture.small(temp.resolve("small"));

        Run run = Run.elsewhere(temp, small, "--database", temp.resolve("census"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).noneMatch(line -> line.contains("\r") || line.contains("\033"));
        assertThat(run.status()).isZero();
    }

    @Test
    void terminal_showsABarThatFits_andIsGoneAtTheEnd() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) gives it a terminal");
        Path classes = Fixture.many(temp.resolve("classes"), 300);
        String command = String.join(" ", Run.command(classes, "--database", temp.resolve("census")));
        Path out = temp.resolve("typescript");
        Process process = new ProcessBuilder("script", "-qec", "stty cols 60; " + command, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.getOutputStream().close();

        assertThat(process.waitFor()).isZero();

        String text = Files.readString(out);
        List<String> drawn = Stream.of(
                        text.substring(0, text.indexOf("types with")).split("\r\033\\[K"))
                .skip(1)
                .toList();
        assertThat(drawn).hasSizeGreaterThan(1).allMatch(line -> line.length() < 60 || line.contains("classes: "));
        assertThat(drawn.get(0)).startsWith("starting ");
        assertThat(text).contains("\r\033[K" + classes + ": 300 types");
    }

    @Test
    void interrupted_writesWhatWasCounted_andLeavesTheDatabaseWhole() throws Exception {
        // given a reader that is busy with a pipe, and more to come than fits into the channels
        Path before = Fixture.many(temp.resolve("before"), 300);
        Path pipe = pipe(Files.createDirectory(temp.resolve("within")));
        Path after = Fixture.many(temp.resolve("after"), 8000);
        Path database = temp.resolve("census.mv.db");
        Process process = new ProcessBuilder(
                        Run.command("--parallelism", 1, "--database", database, before, pipe.getParent(), after))
                .start();
        try (FileOutputStream open = new FileOutputStream(pipe.toFile());
                BufferedReader err = reader(process.getErrorStream())) {
            // when it is interrupted, and only then can read the pipe to its end
            assertThat(interrupt(process)).isZero();
            assertThat(err.readLine()).isEqualTo("census: interrupted, writing what was counted");
            open.write(0xCA);
        }

        // then
        List<String> out = reader(process.getInputStream()).lines().toList();
        assertThat(process.waitFor()).isEqualTo(130);
        long counted = Run.query(database, "select count(*) from class_file");
        assertThat(counted).isBetween(300L, 300L + 7000);
        assertThat(Run.query(database, "select count(*) from failure")).isEqualTo(1);
        assertThat(Run.query(database, "select count(*) from reference")).isEqualTo(counted);
        assertThat(out)
                .anyMatch(line -> line.startsWith("Not complete: interrupted after "))
                .anyMatch(line -> line.startsWith("The books hold: "));
    }

    @Test
    void databaseInUse_isRefusedInOneLine() throws Exception {
        Path file = temp.resolve("census.mv.db");
        try (Database database = Database.open(file)) {
            assertThat(database.file()).isEqualTo(file);

            Run run = Run.elsewhere(temp, "--database", file, temp);

            assertThat(run.err())
                    .singleElement()
                    .asString()
                    .startsWith("census: cannot open database " + file + ": Database may be already in use");
            assertThat(run.status()).isEqualTo(2);
        }
    }

    /** Makes a named pipe: whoever opens it waits until the other end is open too. */
    static Path pipe(Path directory) throws Exception {
        Path pipe = directory.resolve("Slow.class");
        List<String> command = new ArrayList<>(List.of("mkfifo", pipe.toString()));
        assumeTrue(
                new ProcessBuilder(command).start().waitFor() == 0, "mkfifo makes a class file that is slow to read");
        return pipe;
    }

    private static int interrupt(Process process) throws Exception {
        return new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
