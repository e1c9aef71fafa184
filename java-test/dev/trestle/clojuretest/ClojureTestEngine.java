package dev.trestle.clojuretest;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * Runs clojure.test namespaces on the JUnit Platform: a namespace is a container, each deftest in
 * it a test, and "loads" the test that the namespace compiles without reflection.
 *
 * <p>Configuration parameters (or system properties): {@code clj.only}, a namespace or {@code
 * ns/var}, runs just that; {@code clj.timeout}, in seconds, ends a deftest that hangs.
 */
@NullMarked
public final class ClojureTestEngine implements TestEngine {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @Override
    public String getId() {
        return "clojure-test";
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        EngineDescriptor engine = new EngineDescriptor(uniqueId, "clojure.test");
        if (request.getSelectorsByType(ClassSelector.class).stream()
                .noneMatch(selector -> selector.getClassName().equals(ClojureTests.class.getName()))) {
            return engine;
        }
        // Surefire keeps a class only if some container's source is that very class.
        Node marker = new Node(
                uniqueId.append("marker", ClojureTests.class.getName()),
                ClojureTests.class.getName(),
                ClassSource.from(ClojureTests.class),
                Type.CONTAINER);
        engine.addChild(marker);
        for (String name : namespaces(only(request.getConfigurationParameters()))) {
            // Surefire reports the tests of containers that have a class, here by the name alone.
            ClassSource source = ClassSource.from(name);
            engine.addChild(new Node(uniqueId.append("namespace", name), name, source, Type.CONTAINER));
        }
        return engine;
    }

    private static SortedSet<String> namespaces(@Nullable String only) {
        return only == null ? Namespaces.all() : new TreeSet<>(List.of(only.split("/", 2)[0]));
    }

    private static @Nullable String only(ConfigurationParameters parameters) {
        return parameters.get("clj.only").filter(only -> !only.isBlank()).orElse(null);
    }

    @Override
    public void execute(ExecutionRequest request) {
        TestDescriptor engine = request.getRootTestDescriptor();
        EngineExecutionListener listener = request.getEngineExecutionListener();
        ConfigurationParameters parameters = request.getConfigurationParameters();
        String only = only(parameters);
        String var = only != null && only.contains("/") ? only.split("/", 2)[1] : null;
        long seconds = parameters.get("clj.timeout", Long::valueOf).orElse(TIMEOUT.toSeconds());

        listener.executionStarted(engine);
        for (TestDescriptor container : List.copyOf(engine.getChildren())) {
            listener.executionStarted(container);
            if (!container.getDisplayName().equals(ClojureTests.class.getName())) {
                run(container, var, seconds, listener);
            } else if (engine.getChildren().size() == 1) {
                empty(container, listener);
            }
            listener.executionFinished(container, TestExecutionResult.successful());
        }
        listener.executionFinished(engine, TestExecutionResult.successful());
    }

    private static void empty(TestDescriptor container, EngineExecutionListener listener) {
        TestEvents events = new Events(container, listener);
        events.started("discovery");
        events.finished("discovery", new AssertionError("there must be a *_test.clj on the class path"));
    }

    private static void run(
            TestDescriptor container, @Nullable String var, long seconds, EngineExecutionListener listener) {
        IFn require = Clojure.var("clojure.core", "require");
        require.invoke(Clojure.read("dev.trestle.clojuretest.runner"));
        IFn runNamespace = Clojure.var("dev.trestle.clojuretest.runner", "run-namespace");
        runNamespace.invoke(container.getDisplayName(), var, seconds, new Events(container, listener));
    }

    /** Hands on what the runner tells, as events of tests that are registered when they begin. */
    private static final class Events implements TestEvents {
        private final TestDescriptor container;
        private final EngineExecutionListener listener;
        private final Map<String, TestDescriptor> running = new HashMap<>();

        Events(TestDescriptor container, EngineExecutionListener listener) {
            this.container = container;
            this.listener = listener;
        }

        @Override
        public void started(String name) {
            Node test = new Node(container.getUniqueId().append("test", name), name, null, Type.TEST);
            container.addChild(test);
            running.put(name, test);
            listener.dynamicTestRegistered(test);
            listener.executionStarted(test);
        }

        @Override
        public void finished(String name, @Nullable Throwable failure) {
            TestDescriptor test = running.remove(name);
            if (test == null) {
                throw new IllegalStateException("test must have been started, was " + name);
            }
            listener.executionFinished(
                    test, failure == null ? TestExecutionResult.successful() : TestExecutionResult.failed(failure));
        }
    }
}
