/**
 * Clojure's futures, promises, delays and parallel functions, with types, time limits and {@code CompletableFuture}.
 */
package dev.trestle.concurrent;
