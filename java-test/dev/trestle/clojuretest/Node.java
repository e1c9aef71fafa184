package dev.trestle.clojuretest;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/** A namespace or a deftest in the tree of tests. */
@NullMarked
final class Node extends AbstractTestDescriptor {
    private final Type type;

    Node(UniqueId id, String name, @Nullable TestSource source, Type type) {
        super(id, name, source);
        this.type = type;
    }

    @Override
    public Type getType() {
        return type;
    }

    @Override
    public boolean mayRegisterTests() {
        return type == Type.CONTAINER;
    }
}
