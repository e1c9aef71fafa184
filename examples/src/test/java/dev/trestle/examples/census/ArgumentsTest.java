package dev.trestle.examples.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @TempDir
    private Path temp;

    private static void assertRefused(Run run, String message) {
        assertThat(run.err()).containsExactly("census: " + message);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--parallelism=0 | --parallelism must be in 1..1000, was 0",
                "--parallelism=1001 | --parallelism must be in 1..1000, was 1001",
                "--parallelism=two | Invalid value for option '--parallelism': 'two' is not an int",
                "--parallelism | Missing required parameter for option '--parallelism' (N)",
                "--database | Missing required parameter for option '--database' (FILE)",
                "--time-limit=0s | Invalid value for option '--time-limit': must be a time > 0 such as 90s, 5m or"
                        + " PT1M30S, was 0s",
                "--time-limit=-5s | Invalid value for option '--time-limit': must be a time > 0 such as 90s, 5m or"
                        + " PT1M30S, was -5s",
                "--time-limit=soon | Invalid value for option '--time-limit': must be a time > 0 such as 90s, 5m or"
                        + " PT1M30S, was soon",
                "--colour | Unknown option: '--colour'",
                "no/such/place | no such directory or jar: no/such/place",
            })
    void badArgument_isRefusedInOneLine(String argument, String message) {
        assertRefused(Run.here(argument), message);
    }

    @Test
    void fileThatIsNoJar_isRefusedInOneLine() throws Exception {
        Path text = Files.writeString(temp.resolve("notes.txt"), "no jar");
        Path jar = Files.writeString(temp.resolve("notes.jar"), "no jar either");

        assertRefused(Run.here(text), "cannot read " + text.toRealPath() + ": must be a directory or a jar");
        assertRefused(Run.here(jar), "cannot read " + jar.toRealPath() + ": must be a directory or a jar");
    }

    @Test
    void databaseThatCannotBe_isRefusedInOneLine() {
        Path missing = temp.resolve("missing/census");

        assertRefused(
                Run.here("--database", missing, temp),
                "--database must be a file in an existing directory, was " + missing);
        assertRefused(
                Run.here("--database", temp, temp), "--database must be a file in an existing directory, was " + temp);
    }

    @Test
    void databaseThatIsNone_isRefusedInOneLine() throws Exception {
        Path text = Files.writeString(temp.resolve("text.mv.db"), "no database");

        Run run = Run.here("--database", text, temp);

        assertThat(run.err()).singleElement().asString().startsWith("census: cannot open database " + text + ": ");
        assertThat(run.status()).isEqualTo(2);
        assertThat(text).hasContent("no database");
    }

    @Test
    void help_namesEveryOption() {
        Run run = Run.here("--help");

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(String.join("\n", run.out()))
                .contains(
                        "Usage: census",
                        "ENTRY",
                        "--parallelism",
                        "--database",
                        "--time-limit",
                        "--stats",
                        "Exit status: 0");
    }

    @ParameterizedTest
    @CsvSource({"60s, PT60S", "1m30s, PT90S", "2h, PT2H", "0.5s, PT0.5S", "250ms, PT0.25S", "PT1M, PT1M", "pt2s, PT2S"})
    void timeLimit_isReadAsPeopleWriteIt(String text, Duration limit) {
        assertThat(new TimeLimit().convert(text)).isEqualTo(limit);
    }
}
