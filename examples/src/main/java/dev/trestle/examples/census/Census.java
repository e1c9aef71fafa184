package dev.trestle.examples.census;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a census of class files: the command line. */
@Command(
        name = "census",
        sortOptions = false,
        description = "Counts types, methods, and who refers to which package.",
        footer = {
            "",
            "Exit status: 0 if everything was counted and the books hold, 1 if not, 2 for bad arguments.",
            "On Ctrl-C and at the time limit, what was counted is in the database and in the report."
        })
public final class Census implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ENTRY", description = "directories and jars; the running JDK if there is none")
    private List<Path> entries = List.of();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "how many class files to read at once (default: one a processor)")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--database",
            paramLabel = "FILE",
            description = "the database file, whose census it replaces (default: a new one in a temporary directory)")
    private Path file;

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            converter = TimeLimit.class,
            defaultValue = "10m",
            description = "stop after this time, such as 90s or PT1M30S (default: 10m)")
    private Duration limit;

    @Option(names = "--stats", description = "say how fast it went, and how long each step worked")
    private boolean stats;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this and exit")
    private boolean help;

    private Census(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the program. */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args)); // the agents' threads would keep the JVM alive
    }

    static int run(PrintStream out, PrintStream err, String... args) {
        return new CommandLine(new Census(out, err))
                .setParameterExceptionHandler((e, unused) -> complain(err, e, CommandLine.ExitCode.USAGE))
                .setExecutionExceptionHandler((e, command, unused) -> complain(err, e, CommandLine.ExitCode.SOFTWARE))
                .setOut(new PrintWriter(out, true))
                .execute(args);
    }

    private static int complain(PrintStream err, Throwable problem, int status) {
        Throwable cause = problem instanceof ExecutionException ? problem.getCause() : problem;
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        err.println("census: " + message.lines().findFirst().orElse(""));
        return status;
    }

    @Override
    public Integer call() throws Exception {
        if (parallelism < 1 || parallelism > 1000) {
            throw bad("--parallelism must be in 1..1000, was " + parallelism, null);
        }
        try (Interruption interruption = new Interruption();
                ClassPath classPath = openClassPath();
                Database database = openDatabase()) {
            Survey survey = new Survey(classPath, parallelism, new Archive(database));
            ProgressBar bar = new ProgressBar(err, err == System.err ? Terminal.columns() : 0);
            interruption.stopWith(() -> {
                bar.say("census: interrupted, writing what was counted");
                survey.stop();
            });
            bar.draw(Progress.NONE);
            Answer answer = survey.start(limit, bar::draw).deref();
            bar.end();
            if (answer.failure() != null) {
                return complain(err, answer.failure(), CommandLine.ExitCode.SOFTWARE);
            }
            Summary summary = new Summary(
                    classPath.name(),
                    answer,
                    survey.progress().deref(),
                    survey.books().balance(),
                    database);
            boolean good = summary.print(out, err);
            if (stats) {
                out.println();
                new Speed(answer).lines().forEach(out::println);
            }
            return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private ClassPath openClassPath() throws IOException {
        for (Path entry : entries) {
            if (!Files.exists(entry)) {
                throw bad("no such directory or jar: " + entry, null);
            }
        }
        try {
            return entries.isEmpty() ? ClassPath.jdk() : ClassPath.of(entries);
        } catch (IOException e) {
            throw bad("cannot read " + e.getMessage(), e);
        }
    }

    private Database openDatabase() throws IOException {
        Path path = file != null ? file : Files.createTempDirectory("census").resolve("census");
        Path directory = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path) || !Files.isDirectory(directory)) {
            throw bad("--database must be a file in an existing directory, was " + path, null);
        }
        try {
            return Database.open(path);
        } catch (SQLException e) {
            throw bad("cannot open database " + path + ": " + e.getMessage(), e);
        }
    }

    private ParameterException bad(String message, Exception cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
