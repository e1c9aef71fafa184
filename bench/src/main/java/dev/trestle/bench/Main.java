package dev.trestle.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;

/** What {@code bench/run} starts. Ends with 0, with 1 if an operation is over the line, with 2 on bad arguments. */
public final class Main {
    private static final String USAGE = """
            usage: bench/run SUITE [options]
              SUITE           %s; with those whose names begin with it
              --quick         an impression, in a minute or two
              --only PATTERN  only operations with a match of this regular expression, as Atom
              --control       one more operation that is slow on purpose, and must be OVER""";

    private Main() {}

    /**
     * Measures a suite.
     *
     * @param arguments see the usage
     */
    public static void main(String[] arguments) {
        int status;
        try {
            status = run(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run: " + e.getMessage());
            status = 2;
        } catch (IOException | RunnerException e) {
            e.printStackTrace();
            status = 3;
        }
        System.exit(status);
    }

    private static int run(List<String> arguments) throws IOException, RunnerException {
        List<Suite> suites = List.of();
        boolean quick = false;
        boolean control = false;
        Pattern only = Pattern.compile("");
        for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--control" -> control = true;
                case "--only" -> only = pattern(words);
                default -> suites = suites(word);
            }
        }
        if (suites.isEmpty()) {
            throw new IllegalArgumentException("a suite must be named\n" + usage());
        }
        Map<Suite, List<Operation>> operations = operations(suites, only, control);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException(
                    "--only must match an operation of " + suites.get(0).name());
        }
        boolean isGood = true;
        for (Map.Entry<Suite, List<Operation>> measured : operations.entrySet()) {
            Suite suite = measured.getKey();
            isGood &= isGood(suite, quick ? suite.quick() : suite.full(), measured.getValue());
        }
        return isGood ? 0 : 1;
    }

    /** What there is to measure. The control is compared with what it is told to be worse than, in the first suite. */
    private static Map<Suite, List<Operation>> operations(List<Suite> suites, Pattern only, boolean control) {
        Map<Suite, List<Operation>> operations = new LinkedHashMap<>();
        for (Suite suite : suites) {
            List<String> packages = new ArrayList<>(List.of(suite.packageName()));
            if (control && suite == suites.get(0)) {
                packages.add("dev.trestle.bench.control");
            }
            List<Operation> matching = Measuring.operations(packages, only);
            if (!matching.isEmpty()) {
                operations.put(suite, matching);
            }
        }
        return operations;
    }

    private static boolean isGood(Suite suite, Plan plan, List<Operation> operations)
            throws IOException, RunnerException {
        Path root = Path.of(System.getProperty("trestle.root", "."));
        Explanations explanations = Explanations.of(suite.name(), root);
        new Measuring(suite, plan, progress()).measure(operations);
        Report report = new Report(suite, plan, operations, explanations);
        Path json = root.resolve("target/bench/" + suite.name() + ".json");
        Files.createDirectories(json.getParent());
        Files.writeString(json, report.json());
        System.out.print(report.text());
        System.out.println("written: " + root.relativize(json));
        return report.isGood();
    }

    /** On a terminal one line that changes; else one line a round. */
    private static Consumer<String> progress() {
        if (Boolean.getBoolean("trestle.terminal")) {
            return text -> System.err.printf("\r\033[K%s\r", text);
        }
        Set<String> told = new TreeSet<>();
        return text -> {
            String round = text.replaceFirst(":.*", "");
            if (told.add(round)) {
                System.err.println(round);
            }
        };
    }

    private static Pattern pattern(Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("--only must be followed by a pattern");
        }
        String regex = words.next();
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("pattern must be a regular expression, was " + regex, e);
        }
    }

    private static List<Suite> suites(String name) {
        List<Suite> suites = Suite.named(name);
        if (suites.isEmpty()) {
            throw new IllegalArgumentException("suite or option must be known, was " + name + "\n" + usage());
        }
        return suites;
    }

    private static String usage() {
        return USAGE.formatted(Suite.ALL.stream().map(Suite::name).collect(Collectors.joining(", ")));
    }
}
