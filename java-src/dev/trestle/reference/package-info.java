/**
 * Clojure's reference types, typed: atoms, refs and transactions, agents, volatiles, vars and their bindings.
 *
 * <p>Each facade wraps the Clojure object itself and holds nothing else: code in either language sees the same state, the
 * same watchers and the same validator.
 */
package dev.trestle.reference;
