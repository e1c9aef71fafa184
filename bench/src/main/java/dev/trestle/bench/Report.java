package dev.trestle.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came out of a run: as text, as JSON, and whether it is good.
 *
 * @param suite what was measured
 * @param plan how
 * @param operations the measurements
 * @param explanations the operations that may be over the line
 */
record Report(Suite suite, Plan plan, List<Operation> operations, Explanations explanations) {

    Verdict verdict(Operation operation) {
        return Verdict.of(operation, suite, explanations::has);
    }

    boolean isGood() {
        return operations.stream().noneMatch(o -> verdict(o) == Verdict.OVER)
                && suite.limits().stream()
                        .allMatch(l -> Double.isInfinite(l.geometricMean())
                                || geometricMean(l.variant()) <= l.geometricMean());
    }

    double geometricMean(String variant) {
        return Verdict.geometricMean(operations, suite.subject(), variant);
    }

    String text() {
        if (suite.isOfPairs()) {
            return Table.ofPairs(this) + "\n" + verdicts();
        }
        StringBuilder text = new StringBuilder(Table.of(this).toString()).append('\n');
        for (String other : suite.others()) {
            if (operations.stream().noneMatch(operation -> operation.has(other))) {
                continue;
            }
            text.append(String.format(
                    Locale.ROOT, "geometric mean of %s/%s: %.3f\n", suite.subject(), other, geometricMean(other)));
        }
        for (Suite.Limit limit : suite.limits()) {
            text.append(String.format(
                    Locale.ROOT,
                    "line: %s/%s <= %.2f, bytes - %s <= %+.0f%s\n",
                    suite.subject(),
                    limit.variant(),
                    limit.ratio(),
                    limit.variant(),
                    limit.bytesMore(),
                    Double.isFinite(limit.geometricMean())
                            ? String.format(Locale.ROOT, ", geometric mean <= %.2f", limit.geometricMean())
                            : ""));
        }
        return text.append(verdicts()).toString();
    }

    /** Nothing where nothing must hold. */
    private String verdicts() {
        StringBuilder text = new StringBuilder();
        if (suite.limits().isEmpty()) {
            return "";
        }
        for (Verdict verdict : Verdict.values()) {
            List<String> names = new ArrayList<>();
            for (Operation operation : operations) {
                if (verdict(operation) == verdict) {
                    names.add((operation.name() + " " + explanations.document(operation.name())).strip());
                }
            }
            if (!names.isEmpty()) {
                text.append(names.size()).append(' ').append(verdict);
                text.append(verdict == Verdict.PASS ? "" : ": " + String.join(", ", names))
                        .append('\n');
            }
        }
        return text.toString();
    }

    String json() {
        Map<String, Object> means = new LinkedHashMap<>();
        suite.others().forEach(other -> means.put(other, geometricMean(other)));
        return Json.of(fields(
                "suite", suite.name(),
                "plan", plan.name(),
                "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "processors", Runtime.getRuntime().availableProcessors(),
                "subject", suite.subject(),
                "limits", suite.limits().stream().map(Report::limit).toList(),
                "geometricMeans", means,
                "good", isGood(),
                "operations", operations.stream().map(this::operation).toList()));
    }

    private static Map<String, Object> limit(Suite.Limit limit) {
        return fields(
                "operations", limit.operations().pattern(),
                "variant", limit.variant(),
                "ratio", limit.ratio(),
                "geometricMean", limit.geometricMean(),
                "bytesMore", limit.bytesMore());
    }

    private Map<String, Object> operation(Operation operation) {
        Map<String, Object> variants = new LinkedHashMap<>();
        suite.variants().stream()
                .filter(operation::has)
                .forEach(v -> variants.put(v, fields("ns", operation.nanos(v), "bytes", operation.bytes(v))));
        Map<String, Object> ratios = new LinkedHashMap<>();
        Map<String, Object> bytesMore = new LinkedHashMap<>();
        suite.others().stream().filter(operation::has).forEach(v -> {
            ratios.put(v, spread(operation.ratio(suite.subject(), v)));
            bytesMore.put(v, spread(operation.bytesMore(suite.subject(), v)));
        });
        return fields(
                "name", operation.name(),
                "rounds", operation.rounds(suite.subject()),
                "variants", variants,
                "ratios", ratios,
                "bytesMore", bytesMore,
                "verdict", verdict(operation).name(),
                "explanation", explanations.document(operation.name()));
    }

    private static Map<String, Object> spread(Spread spread) {
        return fields("median", spread.median(), "low", spread.low(), "high", spread.high());
    }

    private static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }
}
