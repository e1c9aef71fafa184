package dev.trestle.examples.census;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Reads a class file. It refers to a package if its code, or the type of a field or method, names a class of that package:
 * all such names stand in the constant pool, so the code itself need not be read.
 */
final class Parser extends ClassVisitor {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int CLASS_INFO = 7;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_TYPE = 16;

    private final Set<String> packages = new TreeSet<>();
    private int methods;

    private Parser() {
        super(Opcodes.ASM9);
    }

    /** Reads and parses a class file; whatever is wrong with it is a finding too. */
    static Finding parse(ClassFile file) {
        try {
            return parse(file, Files.readAllBytes(file.path()));
        } catch (IOException | RuntimeException e) { // a broken class file makes ASM throw almost anything
            return new Finding.Failed(file, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Finding parse(ClassFile file, byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        if (reader.readInt(0) != MAGIC) {
            return new Finding.Failed(file, "does not begin with 0xCAFEBABE");
        }
        Parser parser = new Parser();
        parser.readConstants(reader);
        reader.accept(parser, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        String name = reader.getClassName().replace('/', '.');
        parser.packages.remove(packageOf(name));
        return new Finding.Parsed(file, kind(reader, name), name, parser.methods, parser.packages);
    }

    private void readConstants(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at == 0) {
                continue; // the second half of a long or double
            }
            switch (reader.readByte(at - 1)) {
                case CLASS_INFO -> refer(Type.getObjectType(reader.readUTF8(at, buffer)));
                case NAME_AND_TYPE -> refer(Type.getType(reader.readUTF8(at + 2, buffer)));
                case METHOD_TYPE -> refer(Type.getMethodType(reader.readUTF8(at, buffer)));
                default -> {} // names no class by itself
            }
        }
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        refer(Type.getType(descriptor));
        return null;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
        methods++;
        refer(Type.getMethodType(descriptor));
        return null;
    }

    private void refer(Type type) {
        switch (type.getSort()) {
            case Type.OBJECT -> packages.add(packageOf(type.getClassName()));
            case Type.ARRAY -> refer(type.getElementType());
            case Type.METHOD -> {
                refer(type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    refer(argument);
                }
            }
            default -> {} // a primitive type
        }
    }

    private static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "(unnamed)" : className.substring(0, dot);
    }

    private static Finding.Kind kind(ClassReader reader, String name) {
        int access = reader.getAccess();
        if ((access & Opcodes.ACC_MODULE) != 0) {
            return Finding.Kind.MODULE;
        } else if ((access & Opcodes.ACC_ANNOTATION) != 0) {
            return Finding.Kind.ANNOTATION;
        } else if ((access & Opcodes.ACC_INTERFACE) != 0) {
            return name.endsWith("package-info") ? Finding.Kind.PACKAGE : Finding.Kind.INTERFACE;
        } else if ((access & Opcodes.ACC_ENUM) != 0) {
            return Finding.Kind.ENUM;
        }
        return "java/lang/Record".equals(reader.getSuperName()) ? Finding.Kind.RECORD : Finding.Kind.CLASS;
    }
}
