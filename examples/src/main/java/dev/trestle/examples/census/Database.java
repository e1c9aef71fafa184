package dev.trestle.examples.census;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** The database file: a connection for one thread at a time. */
final class Database implements AutoCloseable {
    private static final String SUFFIX = ".mv.db";
    private static final List<String> SCHEMA = List.of(
            "drop view if exists tally",
            "drop table if exists reference, failure, class_file",
            """
            create table class_file (
                id bigint primary key, module varchar, path varchar, kind varchar, name varchar, methods int)
            """,
            "create table failure (module varchar, path varchar, reason varchar)",
            "create table reference (class_file bigint, package varchar)",
            """
            create view tally as
            select module, cast(sum(p) as bigint) parsed, cast(sum(f) as bigint) failed, cast(sum(t) as bigint) types,
                cast(sum(m) as bigint) methods, cast(sum(r) as bigint) refers from (
                select module, count(*) p, 0 f, count(*) filter (where kind not in ('module', 'package')) t,
                    sum(methods) m, 0 r from class_file group by module
                union all select module, 0, count(*), 0, 0, 0 from failure group by module
                union all select module, 0, 0, 0, 0, count(*)
                    from reference join class_file on id = class_file group by module)
            group by module
            """);

    private final String url;
    private final Path file;
    private final Connection connection;
    private long lastId;

    private Database(String url, Path file) throws SQLException {
        this.url = url;
        this.file = file;
        // The end of the program is ours to organize: the last findings are written in it.
        this.connection = DriverManager.getConnection(url + ";DB_CLOSE_ON_EXIT=FALSE", "sa", "");
    }

    /** Opens a database file, and replaces what an earlier census left there. */
    static Database open(Path path) throws SQLException {
        String full = path.toAbsolutePath().toString();
        String name = full.endsWith(SUFFIX) ? full.substring(0, full.length() - SUFFIX.length()) : full;
        Database database = new Database("jdbc:h2:file:" + name, Path.of(name + SUFFIX));
        try (Statement statement = database.connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            database.close();
            throw e;
        }
        database.connection.setAutoCommit(false);
        return database;
    }

    /** Writes findings: all of them, or none. */
    void insert(List<Finding> findings) throws SQLException {
        try (PreparedStatement files = connection.prepareStatement("insert into class_file values (?, ?, ?, ?, ?, ?)");
                PreparedStatement failures = connection.prepareStatement("insert into failure values (?, ?, ?)");
                PreparedStatement references = connection.prepareStatement("insert into reference values (?, ?)")) {
            for (Finding finding : findings) {
                ClassFile file = finding.file();
                if (finding instanceof Finding.Parsed parsed) {
                    long id = ++lastId;
                    String kind = parsed.kind().name().toLowerCase(Locale.ROOT);
                    add(files, id, file.module(), file.path().toString(), kind, parsed.name(), parsed.methods());
                    for (String name : parsed.packages()) {
                        add(references, id, name);
                    }
                } else if (finding instanceof Finding.Failed failed) {
                    add(failures, file.module(), file.path().toString(), failed.reason());
                }
            }
            files.executeBatch();
            failures.executeBatch();
            references.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    Connection connection() {
        return connection;
    }

    Path file() {
        return file;
    }

    String url() {
        return url;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
