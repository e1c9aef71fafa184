package dev.trestle.examples.census;

import java.nio.file.Path;

/**
 * A class file that waits to be read.
 *
 * @param module the module or class path entry that it belongs to
 * @param path where it is
 */
record ClassFile(String module, Path path) {}
