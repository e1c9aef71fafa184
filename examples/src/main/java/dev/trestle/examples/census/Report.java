package dev.trestle.examples.census;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Queries of the database. */
final class Report {
    private static final String TOP_MODULES = """
            (select module, types, methods, round(1.0 * methods / nullif(types, 0), 1) "per type", failed
                from tally order by types desc, module limit ?)
            union all
            select 'all ' || count(*), cast(sum(types) as bigint), cast(sum(methods) as bigint),
                round(1.0 * sum(methods) / nullif(sum(types), 0), 1), cast(sum(failed) as bigint)
                from tally having count(*) > 0
            """;
    private static final String TOP_PACKAGES = """
            select package, count(*) "referring types", count(distinct module) modules,
                mode() within group (order by module) "most of them in"
            from reference join class_file on id = class_file
            group by package order by 2 desc, 1 limit ?
            """;
    private static final String FAILURES = """
            select path "not parsed", reason from failure order by module, path limit ?
            """;

    private final Connection connection;

    Report(Database database) {
        this.connection = database.connection();
    }

    Table topModules(int rows) throws SQLException {
        return query(TOP_MODULES, rows);
    }

    Table topPackages(int rows) throws SQLException {
        return query(TOP_PACKAGES, rows);
    }

    Table failures(int rows) throws SQLException {
        return query(FAILURES, rows);
    }

    /** The totals of each module that has any, as the database has them. */
    Map<String, Tally> tallies() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from tally")) {
            Map<String, Tally> tallies = new LinkedHashMap<>();
            while (rows.next()) {
                Tally tally = new Tally(
                        rows.getLong("parsed"),
                        rows.getLong("failed"),
                        rows.getLong("types"),
                        rows.getLong("methods"),
                        rows.getLong("refers"));
                tallies.put(rows.getString("module"), tally);
            }
            return tallies;
        }
    }

    private Table query(String sql, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, limit);
            try (ResultSet rows = statement.executeQuery()) {
                return Table.of(rows);
            }
        }
    }
}
