package dev.trestle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trestle.interop.Clj;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first touch of Clojure, each time in a copy that nobody has touched: fact 42. */
@NullMarked
class BootTest {
    private static final ClassLoader FOREIGN = ClassLoader.getPlatformClassLoader();

    /** Where a program may touch Trestle first. */
    enum Door {
        CLJ("dev.trestle.interop.Clj", "read", "[1 2]"),
        CLJ_VAR("dev.trestle.interop.Clj", "var", "clojure.string", "join"),
        VECTORS("dev.trestle.collection.Vectors", "empty"),
        MAPS("dev.trestle.collection.Maps", "empty"),
        SETS("dev.trestle.collection.Sets", "empty"),
        KEYWORDS("dev.trestle.collection.Keywords", "of", "k"),
        TRANSDUCER("dev.trestle.collection.Transducer", "identity"),
        FN("dev.trestle.interop.Fn", "ofSupplier", (java.util.function.Supplier<?>) () -> 1);

        private final String type;
        private final String method;
        private final Object[] arguments;

        Door(String type, String method, Object... arguments) {
            this.type = type;
            this.method = method;
            this.arguments = arguments;
        }

        Object open(IsolatedTrestle trestle) {
            return trestle.call(type, method, arguments);
        }
    }

    @Test
    void fact42_control_clojureAlone_breaksForGood_underAForeignLoader() throws Exception {
        try (IsolatedTrestle copy = new IsolatedTrestle()) {
            assertThatThrownBy(() -> under(FOREIGN, () -> copy.type("clojure.lang.RT")))
                    .hasCauseInstanceOf(ExceptionInInitializerError.class);
            assertThatThrownBy(() -> under(copy.loader(), () -> copy.type("clojure.lang.RT")))
                    .hasCauseInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void fact42_firstTouch_underANullLoader_works() throws Exception {
        try (IsolatedTrestle copy = new IsolatedTrestle()) {
            assertThat(under(null, () -> copy.invoke("+", 40L, 5L))).isEqualTo(45L);
        }
    }

    @Test
    void fact42_firstTouch_underAForeignLoader_works_alsoForWhatIsLoadedLater() throws Exception {
        try (IsolatedTrestle copy = new IsolatedTrestle()) {
            under(FOREIGN, () -> {
                assertThat(copy.invoke("+", 40L, 5L)).isEqualTo(45L);
                copy.call("dev.trestle.interop.Clj", "require", "clojure.zip");
                assertThat(copy.call("dev.trestle.interop.Clj", "var", "clojure.zip", "vector-zip"))
                        .hasToString("#'clojure.zip/vector-zip");
                assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(FOREIGN);
                return true;
            });
        }
    }

    @Test
    void fact42_firstTouch_fromAForkJoinWorkerWithTheSystemLoader_works() throws Exception {
        try (IsolatedTrestle copy = new IsolatedTrestle()) {
            Callable<Object> touch = () -> {
                assertThat(Thread.currentThread().getContextClassLoader()).isNotSameAs(copy.loader());
                return copy.invoke("+", 40L, 5L);
            };

            assertThat(ForkJoinPool.commonPool().submit(touch).get()).isEqualTo(45L);
        }
    }

    @Test
    void fact42_firstTouch_fromAThreadThatRefusesAnotherLoader_works_andKeepsItsInterrupt() throws Exception {
        try (IsolatedTrestle copy = new IsolatedTrestle()) {
            FutureTask<Object> touch = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                Object sum = copy.invoke("+", 40L, 5L);
                return sum + " " + Thread.interrupted();
            });
            Thread refusing = new Thread(touch) {
                @Override
                public void setContextClassLoader(@Nullable ClassLoader loader) {
                    throw new SecurityException("fixed");
                }
            };
            refusing.start();

            assertThat(touch.get()).isEqualTo("45 true");
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void fact42_firstTouch_throughAnyDoor_underAForeignLoader_works(Door door) throws Exception {
        try (IsolatedTrestle copy = new IsolatedTrestle()) {
            assertThat(under(FOREIGN, () -> door.open(copy))).isNotNull();
            assertThat(copy.eval("(str *clojure-version*)")).asString().contains(":major 1");
        }
    }

    @Test
    void fact42_firstTouch_fromManyThreadsAtOnce_works() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (IsolatedTrestle copy = new IsolatedTrestle()) {
                CountDownLatch start = new CountDownLatch(1);
                List<FutureTask<Object>> touches = new ArrayList<>();
                for (int i = 0; i < 3 * Door.values().length; i++) {
                    Door door = Door.values()[i % Door.values().length];
                    touches.add(started(i % 2 == 0 ? null : FOREIGN, () -> {
                        start.await();
                        return door.open(copy);
                    }));
                }

                start.countDown();

                for (FutureTask<Object> touch : touches) {
                    assertThat(touch.get()).isNotNull();
                }
            }
        }
    }

    @Test
    void fact42_twoIsolatedCopies_startAtOnce_andShareNothing() throws Exception {
        try (IsolatedTrestle one = new IsolatedTrestle();
                IsolatedTrestle two = new IsolatedTrestle()) {
            FutureTask<Object> first = started(FOREIGN, () -> one.invoke("str", "o", "ne"));
            FutureTask<Object> second = started(null, () -> two.invoke("str", "t", "wo"));

            assertThat(first.get()).isEqualTo("one");
            assertThat(second.get()).isEqualTo("two");
            one.eval("(def who \"one\")");
            two.eval("(def who \"two\")");
            assertThat(one.eval("(str who)")).isEqualTo("one");
            assertThat(Door.VECTORS.open(one).getClass())
                    .isNotSameAs(Door.VECTORS.open(two).getClass());
        }
    }

    @Test
    void lazyVar_wantedByANamespaceBeingLoaded_andByAThreadThatWaitsForIt_doesNotHang(@TempDir Path directory)
            throws Exception {
        Files.writeString(directory.resolve("late.clj"), """
                (ns late (:import (dev.trestle.collection Sets)))
                (let [other (Thread. #(Sets/union #{1} #{2}))]
                  (.start other)
                  (while (not= Thread$State/BLOCKED (.getState other)) (Thread/yield))
                  (def both (Sets/union #{1} #{2})))
                """);
        try (IsolatedTrestle copy = new IsolatedTrestle(directory)) {
            FutureTask<Object> load =
                    started(copy.loader(), () -> copy.call("dev.trestle.interop.Clj", "var", "late", "both"));

            assertThat(load.get(30, TimeUnit.SECONDS)).hasToString("#'late/both");
        }
    }

    @Test
    void require_findsNamespaces_thatOnlyAContextLoaderBelowOursKnows(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("plugin"));
        Files.writeString(directory.resolve("plugin/greeting.clj"), "(ns plugin.greeting) (defn hello [] \"hello\")");
        URL[] urls = {directory.toUri().toURL()};

        try (URLClassLoader plugin = new URLClassLoader(urls, BootTest.class.getClassLoader())) {
            assertThat(under(plugin, () -> Clj.var("plugin.greeting", "hello").invoke()))
                    .isEqualTo("hello");
        }
    }

    @Test
    void fact43_compiledClojure_isUsedOnlyIfStrictlyNewerThanItsSource(@TempDir Path directory) throws IOException {
        Path source = Files.writeString(directory.resolve("aged.clj"), "(ns aged) (def which \"compiled\")");
        try (IsolatedTrestle compiler = new IsolatedTrestle(directory)) {
            compiler.eval("(binding [*compile-path* \"" + directory + "\"] (compile 'aged))");
        }
        Path compiled = directory.resolve("aged__init.class");
        Files.writeString(source, "(ns aged) (def which \"source\")");

        assertThat(loaded(directory, source, compiled, 0)).isEqualTo("source");
        assertThat(loaded(directory, source, compiled, -2_000)).isEqualTo("source");
        assertThat(loaded(directory, source, compiled, 2_000)).isEqualTo("compiled");
    }

    @Test
    void fact43_theLibrary_shipsNoCompiledClojure() throws Exception {
        Path classes = Path.of(
                Boot.class.getProtectionDomain().getCodeSource().getLocation().toURI());

        try (var files = Files.walk(classes)) {
            List<Path> all = files.toList();
            assertThat(all).anyMatch(file -> file.endsWith("Boot.class"));
            assertThat(all).noneMatch(file -> file.toString().endsWith("__init.class"));
        }
    }

    private static Object loaded(Path directory, Path source, Path compiled, int newerByMillis) throws IOException {
        long now = 1_700_000_000_000L;
        assertThat(source.toFile().setLastModified(now)).isTrue();
        assertThat(compiled.toFile().setLastModified(now + newerByMillis)).isTrue();
        try (IsolatedTrestle copy = new IsolatedTrestle(directory)) {
            return copy.eval("(require 'aged) @(resolve 'aged/which)");
        }
    }

    private static <T> T under(@Nullable ClassLoader loader, Callable<T> work) throws Exception {
        FutureTask<T> task = started(loader, work);
        return task.get();
    }

    private static <T> FutureTask<T> started(@Nullable ClassLoader loader, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "first-touch");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        return task;
    }
}
