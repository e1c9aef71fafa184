package dev.trestle.clojuretest;

/**
 * Stands for all of clojure.test in a run by classes: selecting this class selects every Clojure
 * namespace, or with {@code -Dclj.only=ns} or {@code -Dclj.only=ns/var} just that one.
 */
final class ClojureTests {
    private ClojureTests() {}
}
