package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;

/** Where a step with threads of its own stands in a run. */
@NullMarked
record Place(Run<?> run, Boundary before, Boundary after, Books books, Guard guard) {}
