package dev.trestle.clojuretest;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What the Clojure runner tells the engine while it runs one namespace. */
@NullMarked
public interface TestEvents {
    /**
     * One deftest, or the loading of the namespace, begins.
     *
     * @param name the name of the var
     */
    void started(String name);

    /**
     * It has ended.
     *
     * @param name the name of the var
     * @param failure what went wrong, or null
     */
    void finished(String name, @Nullable Throwable failure);
}
