package dev.trestle.examples.census;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.examples.census.Books.Balance;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final Tally TALLY = new Tally(3, 1, 2, 10, 7);
    private static final Balance BALANCE = new Balance(Map.of("m", TALLY), TALLY);

    @Test
    void booksThatHold_haveNoDifferences() {
        assertThat(new Audit(4, BALANCE, Map.of("m", TALLY)).differences()).isEmpty();
    }

    @Test
    void fileThatWasReadButNotCounted_isADifference() {
        assertThat(new Audit(5, BALANCE, Map.of("m", TALLY)).differences())
                .containsExactly("5 files read, but 3 parsed + 1 failed");
    }

    @Test
    void sumThatDiffersFromItsParts_isADifference() {
        Balance uneven = new Balance(Map.of("m", TALLY, "n", new Tally(0, 0, 1, 0, 0)), TALLY);

        assertThat(new Audit(4, uneven, uneven.modules()).differences())
                .containsExactly("the totals of the modules do not add up to " + TALLY);
    }

    @Test
    void whatIsMissingInTheDatabase_isADifference() {
        Tally less = new Tally(3, 1, 2, 10, 6);

        assertThat(new Audit(4, BALANCE, Map.of("m", less)).differences())
                .containsExactly("m has " + TALLY + ", but the database " + less);
        assertThat(new Audit(4, BALANCE, Map.of()).differences())
                .containsExactly("m has " + TALLY + ", but the database " + Tally.NONE);
    }

    @Test
    void difference_isReported_andSpoilsTheExitStatus(@TempDir Path temp) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Database database = Database.open(temp.resolve("census"))) {
            Summary summary = new Summary(
                    "test",
                    new Answer(Answer.Ending.COMPLETE, Duration.ofSeconds(1), List.of(), null),
                    new Progress(4, 4, "m"),
                    BALANCE,
                    database);

            assertThat(summary.print(new PrintStream(out, true), new PrintStream(err, true)))
                    .isFalse();
        }

        assertThat(err.toString().lines())
                .containsExactly("census: the books do not hold: m has " + TALLY + ", but the database " + Tally.NONE);
        assertThat(out.toString()).doesNotContain("The books hold");
    }
}
