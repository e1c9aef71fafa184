package dev.trestle.examples.census;

import java.util.Set;

/** What came of one class file. */
sealed interface Finding {
    /** The class file. */
    ClassFile file();

    /** What a class file declares; the last two declare no type. */
    enum Kind {
        CLASS,
        INTERFACE,
        ENUM,
        RECORD,
        ANNOTATION,
        MODULE,
        PACKAGE;

        boolean isType() {
            return this != MODULE && this != PACKAGE;
        }
    }

    /**
     * It could be parsed.
     *
     * @param file the class file
     * @param kind what it declares
     * @param name the name of the type
     * @param methods how many methods and constructors it declares
     * @param packages the other packages that it refers to
     */
    record Parsed(ClassFile file, Kind kind, String name, int methods, Set<String> packages) implements Finding {}

    /**
     * It could not be read, or not be parsed.
     *
     * @param file the class file
     * @param reason why
     */
    record Failed(ClassFile file, String reason) implements Finding {}
}
