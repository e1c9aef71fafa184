package dev.trestle.pipeline;

import dev.trestle.async.ReadPort;
import dev.trestle.async.WritePort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Refuses what cannot work, however the steps behave: a source that is drawn twice, what feeds its own source. */
@NullMarked
final class Wiring {
    private final List<Inflow> inflows = new ArrayList<>();
    private final List<Outflow> outflows = new ArrayList<>();

    private record Inflow(String label, Source source) {}

    /**
     * A channel that items go into.
     *
     * @param taps whether it only watches
     */
    private record Outflow(String label, WritePort<?> port, boolean closes, boolean taps) {
        /** Two taps of one channel may be places of one name. */
        boolean disturbs(Outflow other) {
            return other.port.unwrap() == port.unwrap() && (closes || other.closes) && !(taps && other.taps);
        }
    }

    private Wiring() {}

    static void checkJoin(String label, Pipeline<?> one, Pipeline<?> other) {
        Wiring wiring = new Wiring();
        wiring.walk(label + "/", other.source(), other.steps());
        if (wiring.inflows.stream().anyMatch(inflow -> inflow.source().isBranch())) {
            throw new IllegalArgumentException(
                    "other of " + label + " must have a source of its own, was the start of a branch");
        }
        wiring.walk("", one.source(), one.steps());
        wiring.checkSources(label);
    }

    static void checkEnds(Source source, List<Step> steps, Sink sink) {
        Wiring wiring = new Wiring();
        wiring.walk("", source, steps);
        wiring.walk("", steps, sink);
        wiring.checkSources(Step.label(steps.size(), sink.name()));
        wiring.checkPorts();
    }

    private void walk(String prefix, Source source, List<Step> steps) {
        inflows.add(new Inflow(prefix + "1:" + source.name, source));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String label = prefix + Step.label(i, step.name());
            if (step.work() instanceof Work.Join join) {
                join.others().forEach(other -> walk(label + "/", other.source(), other.steps()));
            }
            if (step.work() instanceof Work.Inline inline && inline.maker() instanceof Tap.Place tap) {
                add(label, tap.port(), true, true);
            }
            add(label, step.options().policy().port(), false, false);
        }
    }

    private void walk(String prefix, List<Step> steps, Sink sink) {
        String label = prefix + Step.label(steps.size(), sink.name());
        add(label, sink.port(), sink.closes(), false);
        add(label, sink.options().policy().port(), false, false);
        for (int i = 0; i < sink.branches().size(); i++) {
            RunnablePipeline<?> branch = sink.branches().get(i);
            String branching = label + "[" + i + "]/";
            walk(branching, branch.source(), branch.steps());
            walk(branching, branch.steps(), branch.sink());
        }
    }

    private void add(String label, @Nullable WritePort<?> port, boolean closes, boolean taps) {
        if (port != null) {
            outflows.add(new Outflow(label, port, closes, taps));
        }
    }

    private void checkSources(String label) {
        Set<Object> once = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Inflow inflow : inflows) {
            Source source = inflow.source();
            if (source.isOnce() && !once.add(source.drawn())) {
                throw new IllegalArgumentException("source 1:" + source.name + " must be drawn once only, " + label
                        + " would draw it twice: use an Iterable or a supplier");
            }
        }
    }

    private void checkPorts() {
        for (int i = 0; i < outflows.size(); i++) {
            Outflow outflow = outflows.get(i);
            for (Inflow inflow : inflows) {
                @Nullable ReadPort<?> drawn = inflow.source().port();
                if (drawn != null && drawn.unwrap() == outflow.port().unwrap()) {
                    throw new IllegalArgumentException("channel of " + outflow.label()
                            + " must not be that of a source, was that of " + inflow.label() + ": a cycle");
                }
            }
            for (Outflow other : outflows.subList(0, i)) {
                if (outflow.disturbs(other)) {
                    throw new IllegalArgumentException("channel of " + outflow.label()
                            + " must not be closed while another step uses it, was that of " + other.label()
                            + ": use to(port, false) for sinks, and a channel of its own for a tap");
                }
            }
        }
    }
}
