package dev.trestle.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations that are over the line for a reason: {@code bench/explained.txt}.
 *
 * <p>A line is {@code SUITE OPERATION ADR}, as {@code overhead Agent.sendAsync docs/adr/0007-waiting-for-agents.md}; the ADR
 * must exist. Empty lines and what follows a # do not count.
 */
final class Explanations {
    private final Map<String, String> documents;

    private Explanations(Map<String, String> documents) {
        this.documents = documents;
    }

    static Explanations of(String suite, Path root) throws IOException {
        return parse(suite, Files.readAllLines(root.resolve("bench/explained.txt")), root);
    }

    static Explanations parse(String suite, List<String> lines, Path root) {
        Map<String, String> documents = new LinkedHashMap<>();
        for (String line : lines) {
            String text = line.replaceFirst("#.*", "").strip();
            if (text.isEmpty()) {
                continue;
            }
            String[] words = text.split("\\s+");
            if (words.length != 3) {
                throw new IllegalArgumentException("explanation must be SUITE OPERATION ADR, was: " + text);
            }
            if (!Files.isRegularFile(root.resolve(words[2]))) {
                throw new IllegalArgumentException("ADR of " + words[1] + " must exist, was " + words[2]);
            }
            if (words[0].equals(suite)) {
                documents.put(words[1], words[2]);
            }
        }
        return new Explanations(documents);
    }

    boolean has(String operation) {
        return documents.containsKey(operation);
    }

    String document(String operation) {
        return documents.getOrDefault(operation, "");
    }
}
