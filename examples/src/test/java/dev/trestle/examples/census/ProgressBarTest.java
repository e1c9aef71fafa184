package dev.trestle.examples.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
    private static final Duration SECONDS = Duration.ofMillis(2340);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private ProgressBar bar(int columns) {
        return new ProgressBar(new PrintStream(bytes, true), columns);
    }

    @Test
    void line_showsHowFarItIs() {
        assertThat(bar(80).line(new Progress(0, 0, ""), SECONDS)).isEqualTo("starting  2.3 s");
        assertThat(bar(80).line(new Progress(0, 1234, "java.base"), SECONDS)).isEqualTo("1,234  2.3 s  java.base");
        assertThat(bar(80).line(new Progress(2000, 500, "java.base"), SECONDS))
                .isEqualTo(" 25 % [######.....................]   500 of 2,000  2.3 s  java.base           ");
        assertThat(bar(80).line(new Progress(2000, 2000, "java.base"), SECONDS))
                .isEqualTo("100 % [###########################] 2,000 of 2,000  2.3 s  java.base           ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30, 40, 50, 51, 52, 53, 60, 80, 200})
    void line_isNeverAsWideAsTheTerminal(int columns) {
        for (long read = 0; read <= 3000; read += 50) { // more than expected: files may appear meanwhile
            Progress progress = new Progress(2000, read, "a.module.with.quite.a.long.name");
            assertThat(bar(columns).line(progress, SECONDS)).hasSizeLessThan(columns);
        }
    }

    @Test
    void withoutATerminal_drawsNothing() {
        ProgressBar bar = bar(0);

        bar.draw(Progress.NONE);
        bar.end();

        assertThat(bytes.toString()).isEmpty();
    }

    @Test
    void ended_drawsNoMore_andLeavesTheLineEmpty() {
        ProgressBar bar = bar(80);
        bar.draw(new Progress(2000, 500, "java.base"));
        bar.end();

        bar.draw(new Progress(2000, 2000, "java.base"));

        assertThat(bytes.toString()).contains(" 25 % [").endsWith("java.base           \r\033[K");
    }

    @Test
    void message_takesTheLineOfTheBar() {
        bar(80).say("stopping");

        assertThat(bytes.toString()).isEqualTo("\r\033[Kstopping" + System.lineSeparator());
    }
}
