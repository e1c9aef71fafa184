package dev.trestle.examples.census;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Makes class files whose counts are known. */
final class Fixture {
    private static final int ABSTRACT = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;

    private Fixture() {}

    /** A class with that many methods, each of which returns one of the types, by turns. */
    static byte[] type(int access, String name, String superName, int methods, String... types) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, access, name, null, superName, null);
        for (int i = 0; i < methods; i++) {
            String type = types.length == 0 ? "V" : "L" + types[i % types.length] + ";";
            writer.visitMethod(ABSTRACT, "method" + i, "()" + type, null, null).visitEnd();
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    static byte[] plain(String name, int methods, String... types) {
        return type(ABSTRACT | Opcodes.ACC_SUPER, name, "java/lang/Object", methods, types);
    }

    static byte[] module(String name) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_MODULE, "module-info", null, null, null);
        writer.visitModule(name, 0, null).visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Puts a file into a directory, which it makes. */
    static Path put(Path directory, String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    /**
     * Four types with ten methods, a module descriptor, and a file that is none. They refer to java.lang (four times),
     * to java.util and to b (once each): six references.
     */
    static Path small(Path directory) throws IOException {
        put(directory, "a/One.class", plain("a/One", 3, "java/util/List", "b/Two"));
        put(directory, "a/Self.class", plain("a/Self", 2, "a/One"));
        put(directory, "b/Two.class", plain("b/Two", 0));
        put(directory, "b/Shape.class", type(ABSTRACT | Opcodes.ACC_INTERFACE, "b/Shape", "java/lang/Object", 5));
        put(directory, "module-info.class", module("small"));
        put(directory, "notes.txt", new byte[] {1, 2, 3});
        return directory;
    }

    /** As many classes as asked for, each with one method. */
    static Path many(Path directory, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            put(directory, "many/C" + i + ".class", plain("many/C" + i, 1));
        }
        return directory;
    }

    /** A jar of the regular files in a directory. */
    static Path jar(Path jar, Path directory) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Path path : regularFiles(directory)) {
                out.putNextEntry(new JarEntry(directory.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
        return jar;
    }

    private static List<Path> regularFiles(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}
