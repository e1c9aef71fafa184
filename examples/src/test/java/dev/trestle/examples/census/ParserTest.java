package dev.trestle.examples.census;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.examples.census.Finding.Failed;
import dev.trestle.examples.census.Finding.Kind;
import dev.trestle.examples.census.Finding.Parsed;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ParserTest {
    @TempDir
    private Path temp;

    private Finding parse(byte[] bytes) throws Exception {
        return Parser.parse(new ClassFile("m", Fixture.put(temp, "X.class", bytes)));
    }

    private Kind kind(int access, String name, String superName) throws Exception {
        return ((Parsed) parse(Fixture.type(access, name, superName, 0))).kind();
    }

    @Test
    void kinds_areToldApart() throws Exception {
        int iface = Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
        assertThat(kind(Opcodes.ACC_PUBLIC, "a/X", "java/lang/Object")).isEqualTo(Kind.CLASS);
        assertThat(kind(iface, "a/X", "java/lang/Object")).isEqualTo(Kind.INTERFACE);
        assertThat(kind(iface | Opcodes.ACC_ANNOTATION, "a/X", "java/lang/Object"))
                .isEqualTo(Kind.ANNOTATION);
        assertThat(kind(Opcodes.ACC_ENUM, "a/X", "java/lang/Enum")).isEqualTo(Kind.ENUM);
        assertThat(kind(Opcodes.ACC_FINAL, "a/X", "java/lang/Record")).isEqualTo(Kind.RECORD);
        assertThat(kind(iface, "a/package-info", "java/lang/Object")).isEqualTo(Kind.PACKAGE);
        assertThat(((Parsed) parse(Fixture.module("m"))).kind()).isEqualTo(Kind.MODULE);
    }

    @Test
    void packages_areThoseOfCodeAndDeclarations_butNotItsOwn() throws Exception {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "own/X", null, "own/Y", new String[] {"one/I"});
        writer.visitField(0, "field", "[[Ltwo/A;", null, null).visitEnd();
        MethodVisitor method = writer.visitMethod(0, "m", "(JLthree/B;)Lfour/C;", null, new String[] {"five/E"});
        method.visitCode();
        method.visitLdcInsn(5_000_000_000L); // takes two entries of the constant pool
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "six/D", "call", "(Lseven/F;)V", false);
        method.visitTypeInsn(Opcodes.ANEWARRAY, "[Leight/G;");
        method.visitLdcInsn("not.a.Class");
        method.visitTypeInsn(Opcodes.NEW, "Unnamed");
        method.visitMaxs(9, 9);
        method.visitEnd();
        writer.visitEnd();

        Parsed parsed = (Parsed) parse(writer.toByteArray());

        assertThat(parsed.name()).isEqualTo("own.X");
        assertThat(parsed.methods()).isEqualTo(1);
        assertThat(parsed.packages())
                .containsExactlyInAnyOrder("one", "two", "three", "four", "five", "six", "seven", "eight", "(unnamed)");
    }

    @Test
    void classOfItsOwnJdk_isParsed() throws Exception {
        try (var in = Object.class.getResourceAsStream("/java/lang/Object.class")) {
            Parsed parsed = (Parsed) parse(in.readAllBytes());

            assertThat(parsed.name()).isEqualTo("java.lang.Object");
            assertThat(parsed.methods()).isGreaterThanOrEqualTo(12);
        }
    }

    @Test
    void whatIsNoClassFile_fails_withAReason() throws Exception {
        byte[] good = Fixture.plain("a/X", 3, "b/Y");
        byte[] future = good.clone();
        future[7] = (byte) 200;
        byte[] magic = good.clone();
        magic[0] = 0;

        assertThat(((Failed) parse(future)).reason()).isEqualTo("Unsupported class file major version 200");
        assertThat(((Failed) parse(magic)).reason()).isEqualTo("does not begin with 0xCAFEBABE");
        assertThat(((Failed) parse(new byte[0])).reason()).isNotBlank();
        for (int length = 0; length < good.length; length++) {
            assertThat(parse(Arrays.copyOf(good, length))).isInstanceOf(Failed.class);
        }
        assertThat(parse(good)).isInstanceOf(Parsed.class);
    }

    @Test
    void fileThatIsGone_fails() {
        Finding finding = Parser.parse(new ClassFile("m", temp.resolve("Gone.class")));

        assertThat(((Failed) finding).reason()).contains("Gone.class");
    }
}
