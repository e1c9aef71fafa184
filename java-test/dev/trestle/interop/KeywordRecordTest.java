package dev.trestle.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import clojure.lang.IFn;
import clojure.lang.ILookup;
import dev.trestle.collection.Keywords;
import dev.trestle.collection.Maps;
import dev.trestle.collection.Vectors;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordRecordTest {
    record Account(long id, String firstName) implements KeywordRecord {}

    private record Hidden(int balance, boolean open, Account owner) implements KeywordRecord {}

    private record Clashing(String firstName, String first_name, String lastName, String last_name)
            implements KeywordRecord {}

    private record Failing(String name) implements KeywordRecord {
        @Override
        public String name() {
            throw new IllegalStateException("accessor");
        }
    }

    private record Generic<T>(T value, int... rest) implements KeywordRecord {}

    private record Empty() implements KeywordRecord {}

    private static final class NotARecord implements KeywordRecord {}

    private static final Hidden HIDDEN = new Hidden(7, true, new Account(1, "Ada"));

    @Test
    void snippet_ofTheJavadoc_works() {
        // snippet
        record Account(long id, String firstName) implements KeywordRecord {}
        IFn firstName = (IFn) Keywords.of("first-name");
        firstName.invoke(new Account(1, "Ada")); // "Ada"
        // end
        assertThat(JavadocSnippet.shownBy(KeywordRecord.class))
                .isEqualTo(JavadocSnippet.testedBy(KeywordRecordTest.class));
        assertThat(firstName.invoke(new Account(1, "Ada"))).isEqualTo("Ada");
    }

    @Test
    void clojure_readsByKeyword() {
        assertThat(ClojureCode.<Object>call("(fn [r] (:balance r))", HIDDEN)).isEqualTo(7);
        assertThat(ClojureCode.<Object>call("(fn [r] (:open r))", HIDDEN)).isEqualTo(true);
        assertThat(ClojureCode.<Object>call("(fn [r] (get r :balance 0))", HIDDEN))
                .isEqualTo(7);
        assertThat(ClojureCode.<Object>call("(fn [r] (:nope r))", HIDDEN)).isNull();
        assertThat(ClojureCode.<Object>call("(fn [r] (:nope r :none))", HIDDEN)).isEqualTo(Keywords.of("none"));
        assertThat(ClojureCode.<Object>call(
                        "(fn [{:keys [balance missing] :or {missing 5}}] [balance missing])", HIDDEN))
                .isEqualTo(List.of(7, 5L));
    }

    @Test
    void clojure_readsNested_throughRecordsAndMaps() {
        assertThat(ClojureCode.<Object>call("(fn [r] (get-in r [:owner :first-name]))", HIDDEN))
                .isEqualTo("Ada");
        assertThat(ClojureCode.<Object>call("(fn [r] (get-in r [:owner :nope] :none))", HIDDEN))
                .isEqualTo(Keywords.of("none"));
        assertThat(ClojureCode.<Object>call("(fn [{{:keys [first-name id]} :owner}] [id first-name])", HIDDEN))
                .isEqualTo(List.of(1L, "Ada"));
        assertThat(Maps.<String>getIn(
                        Maps.of("x", HIDDEN), List.of("x", Keywords.of("owner"), Keywords.of("firstName"))))
                .isEqualTo("Ada");
    }

    @Test
    void oneCallSite_readsDifferentClasses() {
        Object read = ClojureCode.call(
                "(fn [rs] (mapv :id rs))", Vectors.of(new Account(1, "a"), HIDDEN, Maps.empty(), new Empty()));

        assertThat(read).asString().isEqualTo("[1 nil nil nil]");
    }

    @Test
    void exactName_comesBeforeClojuresSpelling() {
        ILookup clashing = new Clashing("camel", "snake", "camel-last", "snake-last");

        assertThat(clashing.valAt(Keywords.of("firstName"))).isEqualTo("camel");
        assertThat(clashing.valAt(Keywords.of("first_name"))).isEqualTo("snake");
        assertThat(clashing.valAt(Keywords.of("first-name"))).isEqualTo("camel");
        assertThat(clashing.valAt(Keywords.of("last-name"))).isEqualTo("camel-last");
    }

    @ParameterizedTest
    @CsvSource({
        "balance, balance",
        "firstName, first-name",
        "first_name, first-name",
        "parseURLFast, parse-url-fast",
        "URL, url",
        "x1Y2, x1-y2",
        "aB, a-b",
        "äÖ, ä-ö"
    })
    void kebab_isClojuresSpelling(String component, String keyword) {
        assertThat(Components.kebab(component)).isEqualTo(keyword);
    }

    @Test
    void otherKeys_areNotFound() {
        assertThat(HIDDEN.valAt("balance")).isNull();
        assertThat(HIDDEN.valAt(Keywords.of("ns", "balance"), 0)).isEqualTo(0);
        assertThat(HIDDEN.valAt(null, "none")).isEqualTo("none");
    }

    @Test
    void localGenericAndEmptyRecords_work() {
        record Local(String word) implements KeywordRecord {}

        assertThat(new Local("w").valAt(Keywords.of("word"))).isEqualTo("w");
        Generic<String> generic = new Generic<>("v", 1, 2);
        assertThat(generic.valAt(Keywords.of("value"))).isEqualTo("v");
        assertThat(generic.valAt(Keywords.of("rest"))).isEqualTo(new int[] {1, 2});
        assertThat(new Empty().valAt(Keywords.of("any"), 1)).isEqualTo(1);
    }

    @Test
    void nullComponent_isNull_notTheFallback() {
        assertThat(new Account(1, null).valAt(Keywords.of("firstName"), "fallback"))
                .isNull();
    }

    @Test
    void accessorThatThrows_reachesTheReader() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Failing("x").valAt(Keywords.of("name")))
                .withMessage("accessor");
    }

    @Test
    void classThatIsNoRecord_isNamed_eachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> new NotARecord().valAt(Keywords.of("x")))
                    .withMessage("class must be a record to be read by keyword, was " + NotARecord.class.getName());
        }
    }

    @Test
    void recordOfAClosedModule_saysWhatToOpen(@TempDir Path directory) throws Exception {
        Object closed = inModule(directory, "module shut { exports shut.door; }");

        assertThatIllegalStateException()
                .isThrownBy(() -> Components.read(closed, Keywords.of("x"), null))
                .withMessage("record must be accessible to be read by keyword, was shut.inside.Point: "
                        + "add \"opens shut.inside to dev.trestle\" to module shut");
    }

    @Test
    void publicRecordOfAnExportedPackage_isReadWithoutOpening(@TempDir Path directory) throws Exception {
        Object exported = inModule(directory, "module shut { exports shut.door; exports shut.inside; }");

        assertThat(Components.read(exported, Keywords.of("x"), null)).isEqualTo(3);
    }

    /** Compiles a public record in a named module, and makes one. */
    private static Object inModule(Path directory, String descriptor) throws Exception {
        List<Path> sources = List.of(
                source(directory, "module-info.java", descriptor),
                source(directory, "Point.java", "package shut.inside; public record Point(int x) {}"),
                source(directory, "Door.java", """
                        package shut.door;
                        public class Door {
                            public static Object point() {
                                return new shut.inside.Point(3);
                            }
                        }
                        """));
        Path classes = directory.resolve("classes");
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        sources.forEach(source -> arguments.add(source.toString()));
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, arguments.toArray(new String[0]));
        assertThat(status).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        Configuration shut = boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("shut"));
        return boot.defineModulesWithOneLoader(shut, ClassLoader.getSystemClassLoader())
                .findLoader("shut")
                .loadClass("shut.door.Door")
                .getMethod("point")
                .invoke(null);
    }

    private static Path source(Path directory, String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
