package dev.trestle.examples.census;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.async.Channel;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Promise;
import dev.trestle.examples.census.Answer.Ending;
import dev.trestle.pipeline.PipelineRun;
import dev.trestle.pipeline.StepStats;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurveyTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path temp;

    @BeforeAll
    static void loadCoreAsync() {
        assertThat(Channel.<String>buffered(1).isClosed()).isFalse(); // lest it count as time of a survey
    }

    @Test
    void timeLimit_endsItInTheMidst_andNothingThatWasReadIsLost() throws Exception {
        Path before = Fixture.many(temp.resolve("before"), 300);
        Path pipe = CensusProcessTest.pipe(Files.createDirectory(temp.resolve("within")));
        Path after = Fixture.many(temp.resolve("after"), 8000);
        try (ClassPath classPath = ClassPath.of(List.of(before, pipe.getParent(), after));
                Database database = Database.open(temp.resolve("census"))) {
            Survey survey = new Survey(classPath, 1, new Archive(database));
            Promise<Answer> answer = survey.start(Duration.ofSeconds(5), bar -> {});
            try (FileOutputStream open = new FileOutputStream(pipe.toFile())) { // waits for the reader to open it
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> survey.progress().deref().read() >= 280);
                Awaitility.await().atMost(LONG).until(() -> survey.run().deref().state() == PipelineRun.State.ENDING);
                open.write(0xCA);
            }

            assertThat(answer.deref(LONG).ending()).isEqualTo(Ending.TIME_LIMIT);
            assertThat(answer.deref(LONG).failure()).isNull();
            long read = survey.progress().deref().read();
            assertThat(read).isBetween(301L, 301L + 7000);
            assertThat(new Audit(read, survey.books().balance(), new Report(database).tallies()).differences())
                    .isEmpty();
        }
    }

    @Test
    void stopped_keepsWhatWasRead() throws Exception {
        try (ClassPath classPath = ClassPath.jdk();
                Database database = Database.open(temp.resolve("census"))) {
            Survey survey = new Survey(classPath, 2, new Archive(database));
            Promise<Answer> answer = survey.start(LONG, bar -> {});
            survey.stop();

            assertThat(answer.deref(LONG).ending()).isEqualTo(Ending.STOPPED);
            long read = survey.progress().deref().read();
            assertThat(read).isLessThan(classPath.files().size());
            assertThat(new Audit(read, survey.books().balance(), new Report(database).tallies()).differences())
                    .isEmpty();
        }
    }

    @Test
    void bar_isFedWithTheFiguresOfTheRun() throws Exception {
        Path many = Fixture.many(temp.resolve("many"), 3000);
        List<Progress> shown = new CopyOnWriteArrayList<>();
        try (ClassPath classPath = ClassPath.of(List.of(many));
                Database database = Database.open(temp.resolve("census"))) {
            Survey survey = new Survey(classPath, 2, new Archive(database));

            Answer answer = survey.start(LONG, shown::add).deref(LONG);

            Awaitility.await()
                    .atMost(LONG)
                    .until(() ->
                            !shown.isEmpty() && shown.get(shown.size() - 1).equals(new Progress(3000, 3000, "many")));
            assertThat(shown).extracting(Progress::read).isSorted();
            assertThat(answer.steps())
                    .extracting(StepStats::step)
                    .containsExactly("1:iterable", "2:read", "3:batch", "4:consumer");
            assertThat(answer.steps())
                    .allSatisfy(step -> assertThat(step.inFlight()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void databaseThatFails_endsItWithThatFailure(int parallelism) throws Exception {
        try (ClassPath classPath = ClassPath.jdk()) {
            Database database = Database.open(temp.resolve("census"));
            Survey survey = new Survey(classPath, parallelism, new Archive(database));
            database.close();

            Answer answer = survey.start(LONG.multipliedBy(10), bar -> {}).deref(LONG);

            assertThat(answer.ending()).isEqualTo(Ending.FAILED);
            assertThat(answer.failure())
                    .hasMessageStartingWith("cannot write to " + temp.resolve("census.mv.db") + ": ");
        }
    }

    @Test
    void totals_addUp_atEveryMoment() throws Exception {
        Path first = Fixture.many(temp.resolve("first"), 3000);
        Path second = Fixture.many(temp.resolve("second"), 3000);
        try (ClassPath classPath = ClassPath.of(List.of(first, second));
                Database database = Database.open(temp.resolve("census"))) {
            Survey survey = new Survey(classPath, 4, new Archive(database));
            Promise<Answer> answer = survey.start(LONG, bar -> {});
            ClojureFuture<Long> looks = ClojureFuture.call(() -> {
                long seen = 0;
                while (!answer.isRealized()) {
                    assertThat(survey.books().balance().isEven()).isTrue();
                    seen++;
                }
                return seen;
            });

            assertThat(answer.deref(LONG).ending()).isEqualTo(Ending.COMPLETE);
            assertThat(looks.deref(LONG)).isPositive();
            assertThat(survey.books().balance().all()).isEqualTo(new Tally(6000, 0, 6000, 6000, 6000));
        }
    }
}
