package dev.trestle.async;

/** What the type checker would refuse, for tests of what happens then. */
final class Untyped {
    private Untyped() {}

    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <T> T nothing() {
        return null;
    }
}
