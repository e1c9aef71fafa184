package dev.trestle.examples.census;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * What is printed at the end.
 *
 * @param source what was counted
 * @param answer how the survey ended
 * @param progress how far it came
 * @param balance the totals
 * @param database what was written
 */
record Summary(String source, Answer answer, Progress progress, Books.Balance balance, Database database) {
    private static final int ROWS = 12;

    /** Prints it all, and says whether everything was counted and the books hold. */
    boolean print(PrintStream out, PrintStream err) throws SQLException {
        Report report = new Report(database);
        Audit audit = new Audit(progress.read(), balance, report.tallies());
        out.println(headline());
        print(out, report.topModules(ROWS));
        print(out, report.topPackages(ROWS));
        print(out, report.failures(ROWS));
        out.println();
        boolean complete = answer.ending() == Answer.Ending.COMPLETE;
        if (!complete) {
            out.println("Not complete: " + shortfall());
        }
        List<String> differences = audit.differences();
        if (differences.isEmpty()) {
            out.println("The books hold: " + equation());
        }
        out.println("The database: " + database.file());
        out.println("              " + database.url() + ", user sa, no password");
        out.flush();
        differences.forEach(difference -> err.println("census: the books do not hold: " + difference));
        return complete && differences.isEmpty();
    }

    private static void print(PrintStream out, Table table) {
        if (!table.isEmpty()) {
            out.println();
            table.lines().forEach(out::println);
        }
    }

    private String headline() {
        Tally all = balance.all();
        long modules = balance.modules().values().stream()
                .filter(tally -> tally.files() > 0)
                .count();
        return format(
                "%s: %,d types with %,d methods in %,d %s, from %,d class files in %.1f s",
                source,
                all.types(),
                all.methods(),
                modules,
                modules == 1 ? "module" : "modules",
                all.files(),
                answer.elapsed().toMillis() / 1000.0);
    }

    private String shortfall() {
        String reason = answer.ending() == Answer.Ending.TIME_LIMIT ? "the time limit was reached" : "interrupted";
        String expected = progress.expected() == 0 ? "" : format(" of %,d", progress.expected());
        return format("%s after %,d%s class files", reason, progress.read(), expected);
    }

    private String equation() {
        Tally all = balance.all();
        return format(
                "%,d read = %,d parsed + %,d failed, and the totals equal the database's",
                progress.read(), all.parsed(), all.failed());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
