package dev.trestle.examples.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CensusTest {
    @TempDir
    private Path temp;

    private Path database() {
        return temp.resolve("census.mv.db");
    }

    @Test
    void directory_isCountedExactly() throws Exception {
        Path small = Fixture.small(temp.resolve("small"));

        Run run = Run.here(small, "--database", database());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().get(0))
                .startsWith(small + ": 4 types with 10 methods in 1 module, from 5 class files in ");
        assertThat(run.out())
                .containsSubsequence(
                        "",
                        "  module  types  methods  per type  failed",
                        "  small       4       10       2.5       0",
                        "  all 1       4       10       2.5       0",
                        "",
                        "  package    referring types  modules  most of them in",
                        "  java.lang                4        1  small",
                        "  b                        1        1  small",
                        "  java.util                1        1  small",
                        "",
                        "The books hold: 5 read = 5 parsed + 0 failed, and the totals equal the database's",
                        "The database: " + database());
        assertThat(Run.query(database(), "select count(*) from class_file")).isEqualTo(5);
        assertThat(Run.query(database(), "select sum(methods) from class_file")).isEqualTo(10);
        assertThat(Run.query(database(), "select count(*) from reference")).isEqualTo(6);
        assertThat(Run.query(database(), "select refers from tally where module = 'small'"))
                .isEqualTo(6);
    }

    @Test
    void jar_isCountedLikeItsDirectory() throws Exception {
        Path jar = Fixture.jar(temp.resolve("small.jar"), Fixture.small(temp.resolve("small")));

        Run run = Run.here("--database", database(), jar);

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("  small.jar      4       10       2.5       0")
                .contains("  java.lang                4        1  small.jar");
    }

    @Test
    void severalEntries_areAModuleEach() throws Exception {
        Path first = Fixture.small(temp.resolve("first/classes"));
        Path second = Fixture.many(temp.resolve("second/classes"), 7);

        Run run = Run.here(first, second, "--database", database());

        assertThat(run.status()).isZero();
        assertThat(run.out().get(0)).contains("11 types with 17 methods in 2 modules");
        assertThat(Run.query(database(), "select types from tally where module = 'classes'"))
                .isEqualTo(4);
        assertThat(Run.query(database(), "select types from tally where module = '" + second.toRealPath() + "'"))
                .isEqualTo(7);
    }

    @Test
    void brokenClassFiles_countAsFailed_andAreListedWithTheReason() throws Exception {
        Path classes = Fixture.small(temp.resolve("classes"));
        Fixture.put(classes, "broken/Empty.class", new byte[0]);
        Fixture.put(classes, "broken/Text.class", "this is no class file, is it".getBytes("US-ASCII"));

        Run run = Run.here(classes, "--database", database());

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("  classes      4       10       2.5       2")
                .contains("The books hold: 7 read = 5 parsed + 2 failed, and the totals equal the database's");
        assertThat(String.join("\n", run.out()))
                .containsPattern("not parsed +reason")
                .containsPattern("broken/Empty.class +.*")
                .containsPattern("broken/Text.class +.*");
        assertThat(Run.query(database(), "select count(*) from failure")).isEqualTo(2);
    }

    @Test
    void stats_sayHowFastItWent_andWhatEachStepDid() throws Exception {
        Path many = Fixture.many(temp.resolve("many"), 300);

        Run run = Run.here(many, "--database", database(), "--stats");

        assertThat(run.status()).isZero();
        assertThat(String.join("\n", run.out()))
                .containsPattern("[0-9,]+ class files a second; in each step:")
                .containsPattern("step +in +out +seconds +us per item")
                .containsPattern("1:iterable +300 +300 +[0-9.]+ +[0-9.]+")
                .containsPattern("2:read +300 +300 +[0-9.]+ +[0-9.]+")
                .containsPattern("4:consumer +3 +3 +[0-9.]+ +[0-9.]+");
    }

    @Test
    void emptyDirectory_isCountedToo() throws Exception {
        Path empty = Files.createDirectory(temp.resolve("empty"));

        Run run = Run.here(empty, "--database", database());

        assertThat(run.status()).isZero();
        assertThat(run.out().get(0))
                .startsWith(empty + ": 0 types with 0 methods in 0 modules, from 0 class files in ");
        assertThat(run.out())
                .contains("The books hold: 0 read = 0 parsed + 0 failed, and the totals equal the database's");
    }

    @Test
    void databaseOfAnEarlierCensus_isReplaced() throws Exception {
        Path small = Fixture.small(temp.resolve("small"));

        Run.here(small, "--database", database());
        Run run = Run.here(small, "--database", database());

        assertThat(run.status()).isZero();
        assertThat(Run.query(database(), "select count(*) from class_file")).isEqualTo(5);
    }

    @Test
    void withoutADatabase_makesOne_andSaysWhere() throws Exception {
        Run run = Run.here(Fixture.small(temp.resolve("small")));

        assertThat(run.status()).isZero();
        Path file = run.out().stream()
                .filter(line -> line.startsWith("The database: "))
                .map(line -> Path.of(line.substring("The database: ".length())))
                .findFirst()
                .orElseThrow();
        assertThat(Run.query(file, "select count(*) from class_file")).isEqualTo(5);
        Files.delete(file);
        Files.delete(file.getParent());
    }

    @Test
    void manyReaders_countTheSame() throws Exception {
        Path many = Fixture.many(temp.resolve("many"), 1500);

        Run run = Run.here(many, "--database", database(), "--parallelism", 64);

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("The books hold: 1,500 read = 1,500 parsed + 0 failed, and the totals equal the database's");
    }

    @Test
    void jdk_isCountedWhole() throws Exception {
        Run run = Run.here("--database", database());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().get(0)).startsWith("JDK " + Runtime.version().feature() + ": ");
        assertThat(Run.query(database(), "select count(*) from failure")).isZero();
        assertThat(Run.query(database(), "select count(*) from class_file where module = 'java.base'"))
                .isGreaterThan(5000);
        assertThat(Run.query(database(), "select count(*) from class_file where name = 'java.lang.Object'"))
                .isEqualTo(1);
    }

    @Test
    void timeLimit_endsWithWhatWasCounted() throws Exception {
        Run run = Run.here("--time-limit", "1ms", "--database", database());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .anyMatch(line -> line.startsWith("Not complete: the time limit was reached after "))
                .anyMatch(line -> line.startsWith("The books hold: "));
        assertThat(Run.query(database(), "select count(*) from class_file")).isNotNegative();
    }
}
