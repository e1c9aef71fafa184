package dev.trestle.interop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.java.api.Clojure;
import clojure.lang.Compiler;
import clojure.lang.IFn;
import clojure.lang.RT;
import clojure.lang.Var;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.trestle.testing.JavadocSnippet;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CljTest {
    @Test
    void snippet_ofTheJavadoc_works() {
        // snippet
        IFn join = Clj.var("clojure.string", "join");
        List<Long> numbers = Clj.read("[1 2 3]");
        join.invoke("-", numbers); // "1-2-3"
        // end
        assertThat(JavadocSnippet.shownBy(Clj.class)).isEqualTo(JavadocSnippet.testedBy(CljTest.class));
        assertThat(join.invoke("-", numbers)).isEqualTo("1-2-3");
    }

    @Test
    void fact41_control_clojureVar_internsAMisspeltName_andFailsLater() {
        IFn unbound = Clojure.var("clojure.core", "swap-it!");

        assertThatIllegalStateException().isThrownBy(() -> unbound.invoke(1)).withMessageContaining("unbound fn");
    }

    @Test
    void fact41_misspeltName_failsAtOnce_andInternsNothing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Clj.var("clojure.string", "jion"))
                .withMessage("var must exist, was clojure.string/jion: "
                        + "check the spelling and the version of clojure.string");
        assertThat(Clj.var("clojure.core", "ns-resolve").invoke(symbol("clojure.string"), symbol("jion")))
                .isNull();
    }

    @Test
    void fact41_declaredButUnboundVar_failsAtOnce() {
        Clj.var("clojure.core", "load-string").invoke("(ns clj-test.declared) (declare later)");

        assertThatIllegalStateException()
                .isThrownBy(() -> Clj.var("clj-test.declared", "later"))
                .withMessage("var must be bound, was clj-test.declared/later: it is declared but has no value");
    }

    @Test
    void var_macro_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Clj.var("clojure.core", "dosync"))
                .withMessageStartingWith("var must be a function, was the macro clojure.core/dosync: ");
    }

    @Test
    void var_isTheVarItself_soThatItSeesRedefinitions() {
        IFn loadString = Clj.var("clojure.core", "load-string");
        loadString.invoke("(ns clj-test.redefined) (defn f [] 1)");
        IFn f = Clj.var("clj-test.redefined", "f");
        loadString.invoke("(ns clj-test.redefined) (defn f [] 2)");

        assertThat(f).isInstanceOf(Var.class);
        assertThat(f.invoke()).isEqualTo(2L);
    }

    @Test
    void require_loads() {
        Clj.require("clojure.walk");

        assertThat(Clj.var("clojure.core", "find-ns").invoke(symbol("clojure.walk")))
                .isNotNull();
    }

    @Test
    void missingNamespace_isNamed_withTheCause() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Clj.require("no.such.place"))
                .withMessage("namespace must be on the class path, was no.such.place")
                .withCauseInstanceOf(FileNotFoundException.class);
        assertThatIllegalStateException().isThrownBy(() -> Clj.var("no.such.place", "f"));
    }

    @Test
    void namespaceThatFailsToLoad_saysWhy() {
        assertThatExceptionOfType(Compiler.CompilerException.class)
                .isThrownBy(() -> Clj.require("dev.trestle.interop-fixtures.needs-missing"))
                .withStackTraceContaining("Could not locate no/such/dependency__init.class");
    }

    @Test
    void read_givesClojuresCollections() {
        Map<Object, Object> data = Clj.read("{:a [1 2.5 \"x\"], :b #{nil}} ignored");

        assertThat(Clj.print(data)).isEqualTo("{:a [1 2.5 \"x\"], :b #{nil}}");
        assertThat(Clj.<UUID>read("#uuid \"00000000-0000-0000-0000-000000000001\""))
                .isEqualTo(new UUID(0, 1));
        assertThat(Clj.<Object>read("nil")).isNull();
        assertThat(Clj.<Object>read(" ")).isNull();
    }

    @Test
    void fact44_control_readStringOfCore_evaluates() {
        assertThat(Clj.var("clojure.core", "read-string").invoke("#=(+ 1 2)")).isEqualTo(3L);
    }

    @Test
    void fact44_read_neverEvaluates() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Clj.read("#=(java.lang.System/setProperty \"clj.test.evaluated\" \"yes\")"))
                .withMessageContaining("No dispatch macro for: =");
        assertThat(System.getProperty("clj.test.evaluated")).isNull();
    }

    @Test
    void fact44_theLibrary_usesNoReaderThatEvaluates() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("clojure.lang.LispReader")
                .orShould()
                .callMethod(RT.class, "readString", String.class)
                .orShould()
                .callMethod(Clojure.class, "read", String.class)
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.trestle"));
    }

    @Test
    void read_brokenText_fails() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Clj.read("[1 2"))
                .withMessage("EOF while reading");
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Clj.read("#unknown 1"))
                .withMessageContaining("No reader function for tag unknown");
    }

    @Test
    void equal_isClojures() {
        assertThat(Clj.equal(1, 1L)).isTrue();
        assertThat(Clj.equal(List.of(1), Clj.read("(1)"))).isTrue();
        assertThat(Clj.equal(1, 1.0)).isFalse();
        assertThat(Clj.equal(null, null)).isTrue();
        assertThat(Clj.equal(null, 1)).isFalse();
    }

    @Test
    void print_isReadable() {
        assertThat(Clj.print("a\"b")).isEqualTo("\"a\\\"b\"");
        assertThat(Clj.print(null)).isEqualTo("nil");
    }

    @Test
    @SuppressWarnings("DataFlowIssue")
    void nulls_areRefusedByName() {
        assertThatNullPointerException().isThrownBy(() -> Clj.require(null)).withMessage("namespace must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Clj.var("clojure.core", null))
                .withMessage("name must not be null");
        assertThatNullPointerException().isThrownBy(() -> Clj.read(null)).withMessage("text must not be null");
    }

    private static Object symbol(String name) {
        return Clj.var("clojure.core", "symbol").invoke(name);
    }
}
