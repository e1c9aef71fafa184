package dev.trestle.pipeline;

import dev.trestle.async.ReadPort;
import dev.trestle.async.WritePort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Refuses what cannot work, however the steps behave: a source that is drawn twice, a sink that feeds its own source. */
@NullMarked
final class Wiring {
    private final List<Source> sources = new ArrayList<>();
    private final List<Outflow> outflows = new ArrayList<>();

    private record Outflow(String label, WritePort<?> port, boolean closes) {}

    private Wiring() {}

    static void checkJoin(String label, Pipeline<?> one, Pipeline<?> other) {
        Wiring wiring = new Wiring();
        wiring.walk(other.source(), other.steps());
        if (wiring.sources.stream().anyMatch(Source::isBranch)) {
            throw new IllegalArgumentException(
                    "other of " + label + " must have a source of its own, was the start of a branch");
        }
        wiring.walk(one.source(), one.steps());
        wiring.checkSources(label);
    }

    static void checkEnds(Source source, List<Step> steps, Sink sink) {
        Wiring wiring = new Wiring();
        wiring.walk(source, steps);
        wiring.walk("", steps, sink);
        wiring.checkSources(Step.label(steps.size(), sink.name()));
        wiring.checkPorts();
    }

    private void walk(Source source, List<Step> steps) {
        sources.add(source);
        for (Step step : steps) {
            if (step.work() instanceof Work.Join join) {
                join.others().forEach(other -> walk(other.source(), other.steps()));
            }
        }
    }

    private void walk(String prefix, List<Step> steps, Sink sink) {
        String label = prefix + Step.label(steps.size(), sink.name());
        WritePort<?> port = sink.port();
        if (port != null) {
            outflows.add(new Outflow(label, port, sink.closes()));
        }
        for (int i = 0; i < sink.branches().size(); i++) {
            RunnablePipeline<?> branch = sink.branches().get(i);
            walk(branch.source(), branch.steps());
            walk(label + "[" + i + "]/", branch.steps(), branch.sink());
        }
    }

    private void checkSources(String label) {
        Set<Source> once = new HashSet<>();
        for (Source source : sources) {
            if (source.isOnce() && !once.add(source)) {
                throw new IllegalArgumentException("source 1:" + source.name + " must be drawn once only, " + label
                        + " would draw it twice: use an Iterable or a supplier");
            }
        }
    }

    private void checkPorts() {
        for (int i = 0; i < outflows.size(); i++) {
            Outflow outflow = outflows.get(i);
            for (Source source : sources) {
                @Nullable ReadPort<?> drawn = source.port();
                if (drawn != null && drawn.unwrap() == outflow.port().unwrap()) {
                    throw new IllegalArgumentException("channel of " + outflow.label()
                            + " must not be that of a source, was that of 1:" + source.name + ": a cycle");
                }
            }
            for (Outflow other : outflows.subList(0, i)) {
                if (other.port().unwrap() == outflow.port().unwrap() && (other.closes() || outflow.closes())) {
                    throw new IllegalArgumentException("channel of " + outflow.label()
                            + " must not be closed while another sink uses it, was that of " + other.label()
                            + ": use to(port, false) for both");
                }
            }
        }
    }
}
