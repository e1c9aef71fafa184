package dev.trestle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The benchmarks that exist, as the suites see them. */
class OperationsTest {
    private static final Pattern ALL = Pattern.compile("");

    @Test
    void operations_ofEachSuite_haveTheSubjectAndVariantsOfTheTable() {
        for (Suite suite : Suite.ALL) {
            assertThat(Measuring.operations(List.of(suite.packageName()), ALL))
                    .isNotEmpty()
                    .allSatisfy(operation -> assertThat(operation.benchmarks().keySet())
                            .as(operation.name())
                            .contains(suite.subject())
                            .isSubsetOf(suite.variants()));
        }
    }

    @Test
    void operations_withAPattern_areThoseThatMatch() {
        assertThat(Measuring.operations(List.of("dev.trestle.bench.overhead"), Pattern.compile("Atom\\.swap$")))
                .extracting(Operation::name)
                .containsExactly("Atom.swap");
    }

    @Test
    void operations_withoutTheControl_hideIt() {
        assertThat(Measuring.operations(List.of("dev.trestle.bench.overhead"), ALL))
                .extracting(Operation::name)
                .doesNotContain("Control.slowSwap");
        assertThat(Measuring.operations(List.of("dev.trestle.bench.control"), ALL))
                .extracting(Operation::name)
                .containsExactly("Control.slowSwap");
    }
}
