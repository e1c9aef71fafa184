package dev.trestle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Explanations NONE = Explanations.parse("overhead", List.of(), Path.of(""));

    @Test
    void text_showsTimesRatiosBytesAndVerdict() {
        assertThat(report(Suite.ALL.get(0), VerdictTest.operation(8, 1.01, 1.02, 1.04))
                        .text())
                .isEqualTo("""
                        operation  facade ns  ifn ns  clojure ns   facade/ifn (95 %)  facade/clojure (95 %)  bytes - ifn  bytes - clojure  rounds  verdict
                        Atom.swap       1.02    1.00        1.00  1.020 (1.01..1.04)     1.020 (1.01..1.04)           +8               +8       3     PASS

                        geometric mean of facade/ifn: 1.020
                        geometric mean of facade/clojure: 1.020
                        line: facade/ifn <= 1.05, bytes - ifn <= +24
                        1 PASS
                        """);
    }

    @Test
    void isGood_withAnOperationOverTheLine_isFalse() {
        Suite suite = Suite.ALL.get(0);
        assertThat(report(suite, VerdictTest.operation(0, 1, 1, 1)).isGood()).isTrue();
        assertThat(report(suite, VerdictTest.operation(0, 2, 2, 2, 2, 2)).isGood())
                .isFalse();
    }

    @Test
    void isGood_withAGeometricMeanOverTheLine_isFalse() {
        Suite suite = new Suite("s", "p", List.of("facade", "ifn"), List.of(new Suite.Limit("ifn", 1.05, 0.95, 0)));
        assertThat(report(suite, VerdictTest.operation(0, 0.94, 0.94, 0.94)).isGood())
                .isTrue();
        assertThat(report(suite, VerdictTest.operation(0, 0.96, 0.96, 0.96)).isGood())
                .isFalse();
    }

    @Test
    void text_withoutLimits_comparesAndJudgesNothing() {
        Suite suite = new Suite("s", "p", List.of("facade", "ifn", "absent"), List.of());
        Report report = report(suite, VerdictTest.operation(8, 2, 2, 2));
        assertThat(report.text())
                .contains("geometric mean of facade/ifn: 2.000")
                .doesNotContain("geometric mean of facade/absent", "verdict", "line:", "PASS");
        assertThat(report.isGood()).isTrue();
    }

    @Test
    void json_hasMediansIntervalsAndVerdict() {
        assertThat(report(Suite.ALL.get(0), VerdictTest.operation(32, 1, 2, 3)).json())
                .contains(
                        "\"suite\": \"overhead\"",
                        "\"good\": false",
                        "\"verdict\": \"OVER\"",
                        "\"geometricMean\": null")
                .containsIgnoringWhitespaces("\"ifn\": {\"median\": 2.0000, \"low\": 1.0000, \"high\": 3.0000}");
    }

    private static Report report(Suite suite, Operation operation) {
        return new Report(suite, Plan.quick(), List.of(operation), NONE);
    }
}
