package dev.trestle.examples;

/** The smallest program: says hello to those named, or to the world. */
public final class Hello {
    private Hello() {}

    /**
     * Prints one greeting for each argument.
     *
     * @param args whom to greet
     */
    public static void main(String[] args) {
        System.out.println(greeting(args.length == 0 ? "world" : String.join(", ", args)));
    }

    static String greeting(String name) {
        return "Hello, " + name + "!";
    }
}
