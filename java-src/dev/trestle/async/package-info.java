/**
 * Clojure's core.async channels: each {@link dev.trestle.async.Channel} is a real core.async channel, which Clojure code
 * in the same JVM can use at the same time.
 */
package dev.trestle.async;
