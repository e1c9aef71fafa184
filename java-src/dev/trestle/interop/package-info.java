/**
 * The doors for programs of both languages: vars and namespaces by name, EDN, functions across the border, and records
 * that Clojure reads by keyword. The only package whose public signatures name {@code clojure.lang}.
 */
package dev.trestle.interop;
