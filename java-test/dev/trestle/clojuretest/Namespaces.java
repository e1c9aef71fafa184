package dev.trestle.clojuretest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Finds the Clojure test namespaces in the directories of the class path. */
@NullMarked
final class Namespaces {
    private static final String SUFFIX = "_test.clj";

    private Namespaces() {}

    /** Every namespace that has a {@code *_test.clj} file, in the order of their names. */
    static SortedSet<String> all() {
        SortedSet<String> names = new TreeSet<>();
        for (Path root : roots()) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                        .map(file -> name(root.relativize(file)))
                        .forEach(names::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static List<Path> roots() {
        try {
            return Collections.list(Namespaces.class.getClassLoader().getResources("")).stream()
                    .filter(url -> url.getProtocol().equals("file"))
                    .map(Namespaces::path)
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(URL url) {
        try {
            return Path.of(new URI(url.toString()));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("class path entry must be a file URL, was " + url, e);
        }
    }

    private static String name(Path file) {
        String name = file.toString().replace(file.getFileSystem().getSeparator(), ".");
        return name.substring(0, name.length() - ".clj".length()).replace('_', '-');
    }
}
