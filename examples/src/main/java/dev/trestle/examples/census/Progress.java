package dev.trestle.examples.census;

import dev.trestle.pipeline.StepStats;
import java.util.List;

/**
 * How far the survey is.
 *
 * @param expected how many class files there are; 0 as long as nobody knows
 * @param read how many have been read
 * @param module the module that was read last
 */
record Progress(long expected, long read, String module) {
    /** The step from which on the files are read. */
    static final String READ = "read";

    static final Progress NONE = new Progress(0, 0, "");

    Progress expecting(long files) {
        return new Progress(files, read, module);
    }

    Progress in(String last) {
        return new Progress(expected, read, last);
    }

    /** As the figures of the steps say; older ones change nothing. */
    Progress at(List<StepStats> steps) {
        long files = steps.stream()
                .filter(step -> step.step().endsWith(READ))
                .mapToLong(StepStats::out)
                .sum();
        return new Progress(expected, Math.max(read, files), module);
    }
}
