package dev.trestle.pipeline;

import java.io.Serializable;
import org.jspecify.annotations.NullMarked;

/**
 * How much a step does at once.
 *
 * @param n calls at most
 * @param waits whether the calls wait rather than compute
 * @param ordered whether results go on in the order of the items
 */
@NullMarked
record Concurrency(int n, boolean waits, boolean ordered) implements Serializable {}
