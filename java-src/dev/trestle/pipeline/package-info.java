/**
 * Pipelines: typed steps between a source and a sink, on real core.async channels, with exact books of every item.
 */
package dev.trestle.pipeline;
