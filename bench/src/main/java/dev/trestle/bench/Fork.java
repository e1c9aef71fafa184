package dev.trestle.bench;

import dev.trestle.bench.Operation.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures one operation once, in a JVM of its own. JMH has forks too, but one benchmark has each for itself: its variants
 * could not take turns.
 */
public final class Fork {
    private Fork() {}

    /** Starts the JVM with this one's arguments, and reads what it found. */
    static Map<String, Sample> measure(Suite suite, Plan plan, Map<String, String> methods) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Fork.class.getName()));
        command.addAll(List.of(suite.name(), plan.name()));
        methods.forEach((variant, method) -> command.addAll(List.of(variant, method)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Sample> samples = new LinkedHashMap<>();
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split(" ");
                samples.put(words[0], new Sample(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
            }
        } finally {
            process.destroy(); // nothing to do, but when reading has failed
        }
        if (!samples.keySet().equals(methods.keySet())) {
            throw new IOException("the JVM must measure " + methods.keySet() + ", ended after " + samples.keySet());
        }
        return samples;
    }

    /**
     * Measures, and prints a line {@code VARIANT NANOS BYTES} for each variant.
     *
     * @param arguments the suite and its plan, then variants, each followed by its method
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        Map<String, String> methods = new LinkedHashMap<>();
        for (int i = 2; i < arguments.length; i += 2) {
            methods.put(arguments[i], arguments[i + 1]);
        }
        Turns turns = new Turns(Suite.named(arguments[0]).get(0).plan(arguments[1]));
        turns.warm(methods);
        turns.measure(methods)
                .forEach(
                        (variant, sample) -> System.out.println(variant + " " + sample.nanos() + " " + sample.bytes()));
        System.exit(0);
    }
}
