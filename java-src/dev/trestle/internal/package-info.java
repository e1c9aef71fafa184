/**
 * The only code that touches {@code clojure.java.api}: lookup of vars, adaptation of functions, translation of
 * exceptions. Not for users: everything here may change in any release.
 */
package dev.trestle.internal;
