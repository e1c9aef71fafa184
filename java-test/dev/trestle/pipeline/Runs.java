package dev.trestle.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts runs, and after each test ends and audits them, and looks for what they have left. */
final class Runs implements AfterEachCallback {
    private final List<PipelineRun<?>> runs = new ArrayList<>();

    <R> PipelineRun<R> start(RunnablePipeline<R> pipeline) {
        PipelineRun<R> run = pipeline.start();
        runs.add(run);
        return run;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        runs.forEach(PipelineRun::close);
        for (PipelineRun<?> run : runs) {
            Ledger.auditEnd(run);
        }
        Ledger.nothingLeft();
    }
}
