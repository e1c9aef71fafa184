package dev.trestle.examples.census;

/**
 * How far the survey is.
 *
 * @param expected how many class files there are; 0 as long as nobody knows
 * @param read how many have been read
 * @param module the module that was read last
 */
record Progress(long expected, long read, String module) {
    static final Progress NONE = new Progress(0, 0, "");

    Progress expecting(long files) {
        return new Progress(files, read, module);
    }

    Progress read(ClassFile file) {
        return new Progress(expected, read + 1, file.module());
    }
}
