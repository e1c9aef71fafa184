package dev.trestle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds README and guide to code that is compiled and run, and their links to files that exist. */
class DocumentsTest {
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w+)\\R(.*?)^```$", Pattern.DOTALL);
    private static final Pattern TESTED =
            Pattern.compile("\\R *(?://|;;) snippet\\R(.*?)\\R *(?://|;;) end", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");

    @Test
    void javaCode_isTestedCode() throws IOException {
        assertTested("java", snippets("java-test/dev/trestle/docs", ".java"));
    }

    @Test
    void clojureCode_isTestedCode() throws IOException {
        assertTested("clojure", snippets("clj-test/dev/trestle", ".clj"));
    }

    @Test
    void links_leadSomewhere() throws IOException {
        Map<Path, List<String>> broken = new TreeMap<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                Path root = document.getParent() == null ? Path.of("") : document.getParent();
                if (!link.group(1).contains("://") && !Files.exists(root.resolve(link.group(1)))) {
                    broken.computeIfAbsent(document, d -> new ArrayList<>()).add(link.group(1));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void readme_showsWorkingCodeEarly() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));

        assertThat(lines.indexOf("```java")).isBetween(0, 25);
    }

    private static void assertTested(String language, List<String> tested) throws IOException {
        for (Path document : documents()) {
            Matcher block = BLOCK.matcher(Files.readString(document));
            while (block.find()) {
                String code = block.group(2).strip();
                if (block.group(1).equals(language) && !code.endsWith("; deps.edn")) {
                    assertThat(tested)
                            .as(document + " shows code that no test runs")
                            .contains(code);
                }
            }
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static List<String> snippets(String root, String suffix) throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            sources = files.filter(path -> path.toString().endsWith(suffix)).collect(Collectors.toList());
        }
        List<String> found = new ArrayList<>();
        for (Path source : sources) {
            Matcher tested = TESTED.matcher(Files.readString(source));
            while (tested.find()) {
                found.add(tested.group(1).stripIndent().strip());
            }
        }
        return found;
    }
}
