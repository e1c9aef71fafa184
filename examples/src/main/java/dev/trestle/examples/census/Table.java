package dev.trestle.examples.census;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of a query, laid out for a terminal: text to the left, numbers to the right. */
final class Table {
    private final List<String> names = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    private Table() {}

    static Table of(ResultSet results) throws SQLException {
        Table table = new Table();
        ResultSetMetaData columns = results.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            table.names.add(columns.getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
        while (results.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                Object value = results.getObject(i);
                row.add(value == null ? "" : value);
            }
            table.rows.add(row);
        }
        return table;
    }

    static Table of(List<String> names, List<List<Object>> rows) {
        Table table = new Table();
        table.names.addAll(names);
        table.rows.addAll(rows);
        return table;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, the first of them the names of the columns. */
    List<String> lines() {
        List<StringBuilder> lines = new ArrayList<>();
        for (int i = 0; i <= rows.size(); i++) {
            lines.add(new StringBuilder());
        }
        for (int column = 0; column < names.size(); column++) {
            List<String> cells = new ArrayList<>(List.of(names.get(column)));
            boolean numbers = false;
            for (List<Object> row : rows) {
                numbers |= row.get(column) instanceof Number;
                cells.add(text(row.get(column)));
            }
            int width = cells.stream().mapToInt(String::length).max().orElse(0);
            String format = "  %" + (numbers ? "" : "-") + Math.max(1, width) + "s";
            for (int i = 0; i < cells.size(); i++) {
                lines.get(i).append(String.format(Locale.ROOT, format, cells.get(i)));
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    private static String text(Object value) {
        return String.format(Locale.ROOT, value instanceof Long || value instanceof Integer ? "%,d" : "%s", value);
    }
}
