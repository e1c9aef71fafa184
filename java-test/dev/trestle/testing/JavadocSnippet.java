package dev.trestle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** Reads the code in Javadoc and the test that runs it, so that a test can say that they are the same. */
@NullMarked
public final class JavadocSnippet {
    private static final Pattern SHOWN = Pattern.compile("<pre>\\{@code\\R(.*?)\\R \\* }</pre>", Pattern.DOTALL);

    private JavadocSnippet() {}

    /** Returns the first code block in the Javadoc of a type. */
    public static String shownBy(Class<?> type) {
        return first(SHOWN, source("java-src", type))
                .replaceAll("(?m)^ \\* ?", "")
                .strip();
    }

    /** Returns what stands between {@code // snippet} and {@code // end} in a test. */
    public static String testedBy(Class<?> test) {
        Pattern tested = Pattern.compile("\\R( *)// snippet\\R(.*?)\\R *// end", Pattern.DOTALL);
        Matcher matcher = tested.matcher(source("java-test", test));
        if (!matcher.find()) {
            throw new AssertionError("no snippet in " + test);
        }
        return matcher.group(2).replaceAll("(?m)^" + matcher.group(1), "").strip();
    }

    private static String first(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        if (!matcher.find()) {
            throw new AssertionError("no match for " + pattern);
        }
        return matcher.group(1);
    }

    private static String source(String root, Class<?> type) {
        try {
            return Files.readString(Path.of(root, type.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
