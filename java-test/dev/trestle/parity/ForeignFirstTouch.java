package dev.trestle.parity;

import clojure.java.api.Clojure;
import org.jspecify.annotations.NullMarked;

/** Touches Clojure first under a class loader that does not know it, and then under one that does; prints both outcomes. */
@NullMarked
public final class ForeignFirstTouch {
    private ForeignFirstTouch() {}

    /** Runs in a JVM of its own, which it spoils. */
    public static void main(String[] args) {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        System.out.println("foreign: " + outcome());
        thread.setContextClassLoader(own);
        System.out.println("own: " + outcome());
    }

    private static String outcome() {
        try {
            return "" + Clojure.var("clojure.core", "+").invoke(1, 2);
        } catch (Throwable e) {
            return e.getClass().getSimpleName();
        }
    }
}
