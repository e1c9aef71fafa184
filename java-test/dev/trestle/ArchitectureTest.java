package dev.trestle;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the floors, and the size and the shape of the public surface. */
class ArchitectureTest {
    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.trestle");

    @Test
    void floors_dependDownwardOnly() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("internal")
                .definedBy("dev.trestle.internal..")
                .layer("reference")
                .definedBy("dev.trestle.reference..")
                .layer("concurrent")
                .definedBy("dev.trestle.concurrent..")
                .layer("collection")
                .definedBy("dev.trestle.collection..")
                .layer("async")
                .definedBy("dev.trestle.async..")
                .layer("pipeline")
                .definedBy("dev.trestle.pipeline..")
                .layer("interop")
                .definedBy("dev.trestle.interop..")
                .whereLayer("interop")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("pipeline")
                .mayOnlyBeAccessedByLayers("interop")
                .whereLayer("async")
                .mayOnlyBeAccessedByLayers("pipeline", "interop")
                .whereLayer("reference")
                .mayOnlyBeAccessedByLayers("async", "pipeline", "interop")
                .whereLayer("concurrent")
                .mayOnlyBeAccessedByLayers("async", "pipeline", "interop")
                .whereLayer("collection")
                .mayOnlyBeAccessedByLayers("async", "pipeline", "interop")
                .ensureAllClassesAreContainedInArchitecture());
    }

    @Test
    void clojureJavaApi_isCalledByInternalOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.trestle.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("clojure.java.api.."));
    }

    @Test
    void publicSignatures_outsideInterop_nameNoClojureType() {
        check(classes()
                .that()
                .resideOutsideOfPackages("dev.trestle.internal..", "dev.trestle.interop..")
                .and(describe("are public", ArchitectureTest::isVisible))
                .should(nameNoClojureType()));
    }

    @Test
    void publicTypes_areThoseOfTheList() throws IOException {
        Set<String> actual = LIBRARY.stream()
                .filter(type -> !type.getPackageName().startsWith("dev.trestle.internal"))
                .filter(ArchitectureTest::isVisible)
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(actual)
                .as("public types; a new one is a decision: add it to public-types.txt")
                .isEqualTo(allowed());
    }

    @Test
    void names_sayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)"));
    }

    @Test
    void types_areNullMarked() {
        check(classes()
                .that()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .beAnnotatedWith(NullMarked.class));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(LIBRARY);
    }

    private static Set<String> allowed() throws IOException {
        try (InputStream list = ArchitectureTest.class.getResourceAsStream("public-types.txt")) {
            return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Can a user name it? Public all the way up. */
    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static ArchCondition<JavaClass> nameNoClojureType() {
        return new ArchCondition<>("name no type of clojure.lang in what they show") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream<JavaType> supertypes =
                        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
                report(type, type.getName(), supertypes, events);
                type.getMembers().stream()
                        .filter(ArchitectureTest::isShown)
                        .forEach(member -> report(type, member.getFullName(), typesOf(member), events));
            }
        };
    }

    private static boolean isShown(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> typesOf(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit method = (JavaCodeUnit) member;
        return Stream.of(
                        method.getParameterTypes(),
                        Set.of(method.getReturnType()),
                        method.getExceptionTypes(),
                        method.getTypeParameters())
                .flatMap(Collection::stream);
    }

    private static void report(JavaClass type, String place, Stream<JavaType> types, ConditionEvents events) {
        types.flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
                .filter(resideInAPackage("clojure.."))
                .forEach(found -> events.add(SimpleConditionEvent.violated(type, place + " names " + found.getName())));
    }
}
