package dev.trestle.testing;

import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Looks for platform threads that Trestle has made. */
@NullMarked
public final class OwnThreads {
    private OwnThreads() {}

    /** Returns the names of live threads that begin with something. */
    public static List<String> named(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }
}
