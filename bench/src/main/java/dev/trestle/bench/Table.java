package dev.trestle.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of words, printed with columns that line up: the first to the left, the others to the right. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    static Table of(Report report) {
        Suite suite = report.suite();
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("operation"));
        suite.variants().forEach(variant -> head.add(variant + " ns"));
        suite.others().forEach(other -> head.add(suite.subject() + "/" + other + " (95 %)"));
        suite.others().forEach(other -> head.add("bytes - " + other));
        head.add("rounds");
        if (!suite.limits().isEmpty()) {
            head.add("verdict");
        }
        table.rows.add(head);
        report.operations().forEach(operation -> table.rows.add(row(report, operation)));
        return table;
    }

    /** A row for each variant that the subject is compared with, and its line. */
    static Table ofPairs(Report report) {
        Suite suite = report.suite();
        Table table = new Table();
        table.add(
                "operation",
                "beside",
                suite.subject() + " ns",
                "its ns",
                "ratio (95 %)",
                "times faster",
                "line",
                "rounds",
                "verdict");
        for (Operation operation : report.operations()) {
            suite.others().stream()
                    .filter(operation::has)
                    .forEach(other -> table.rows.add(pair(suite, operation, other)));
        }
        return table;
    }

    private static List<String> pair(Suite suite, Operation operation, String other) {
        Spread ratio = operation.ratio(suite.subject(), other);
        List<String> row = new ArrayList<>(List.of(
                operation.name(),
                other,
                nanos(operation.nanos(suite.subject())),
                nanos(operation.nanos(other)),
                String.format(Locale.ROOT, "%.4f (%.4f..%.4f)", ratio.median(), ratio.low(), ratio.high()),
                String.format(Locale.ROOT, "%.2f", 1 / ratio.median())));
        Suite.Limit limit = suite.limits().stream()
                .filter(l -> l.variant().equals(other) && l.isFor(operation))
                .findFirst()
                .orElse(null);
        row.add(limit == null ? "-" : String.format(Locale.ROOT, "<= %.4f", limit.ratio()));
        row.add(Integer.toString(ratio.count()));
        row.add(
                limit == null
                        ? "-"
                        : Verdict.of(operation, suite.subject(), limit).name());
        return row;
    }

    private static List<String> row(Report report, Operation operation) {
        Suite suite = report.suite();
        List<String> row = new ArrayList<>(List.of(operation.name()));
        suite.variants().forEach(v -> row.add(operation.has(v) ? nanos(operation.nanos(v)) : "-"));
        suite.others().forEach(v -> row.add(operation.has(v) ? ratio(operation.ratio(suite.subject(), v)) : "-"));
        suite.others()
                .forEach(v -> row.add(
                        operation.has(v)
                                ? bytes(operation.bytesMore(suite.subject(), v).median())
                                : "-"));
        row.add(Integer.toString(operation.rounds(suite.subject())));
        if (!suite.limits().isEmpty()) {
            row.add(report.verdict(operation).name());
        }
        return row;
    }

    static String nanos(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }

    static String ratio(Spread spread) {
        return String.format(Locale.ROOT, "%.3f (%.2f..%.2f)", spread.median(), spread.low(), spread.high());
    }

    static String bytes(double more) {
        return String.format(Locale.ROOT, "%+d", Math.round(more));
    }

    void add(String... words) {
        rows.add(List.of(words));
    }

    @Override
    public String toString() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String gap = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + gap : "  " + gap + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
