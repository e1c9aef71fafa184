package dev.trestle.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Makes a run out of a definition: fuses consecutive synchronous steps, and puts channels between what is left. */
@NullMarked
final class Plan {
    private final Run<?> run;
    private final Source source;
    private final String prefix;
    private final @Nullable List<Segment> later;
    private @Nullable Boundary before;
    private List<Op> ops = new ArrayList<>();
    private boolean buffered;

    private Plan(Run<?> run, Source source, String prefix, @Nullable List<Segment> later) {
        this.run = run;
        this.source = source;
        this.prefix = prefix;
        this.later = later;
    }

    static <R extends @Nullable Object> Run<R> start(
            Source source, List<Step> steps, Sink sink, Clock clock, List<Progress.Listening> listeners) {
        Run<R> run = new Run<>(
                Drawing.describe(source, steps, sink), Drawing.diagram(source, steps, sink), clock, listeners);
        Plan plan = new Plan(run, source, "", null);
        plan.draw();
        plan.lay(steps);
        Sink.End end = plan.end(steps, sink);
        run.claim();
        run.start(end);
        return run;
    }

    private void draw() {
        run.draws(source);
        add(prefix + "1:" + source.name, new Ops.Through(), Options.DEFAULT);
    }

    private void lay(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            lay(steps.get(i), prefix + Step.label(i, steps.get(i).name()));
        }
    }

    private void lay(Step step, String label) {
        if (step.work() instanceof Work.Inline inline) {
            add(label, inline.maker().make(), step.options());
        } else if (step.work() instanceof Work.Spread spread) {
            spread(label, step, spread.open(), spread.maker());
        } else if (step.work() instanceof Work.Join join) {
            if (join.merges()) {
                Boundary inlet = cross(Boundary.ofChunks());
                join.others().forEach(other -> layInto(other, label, inlet, later));
                add(label, new Ops.Through(), step.options());
            } else {
                List<Boundary> inlets = new ArrayList<>();
                List<Segment> later = new ArrayList<>();
                List<Segment> group = join.pair() == null ? later : this.later;
                join.others().forEach(other -> inlets.add(layInto(other, label, Boundary.ofChunks(), group)));
                spread(label, step, false, place -> new Joining(place, inlets, later, join.pair()));
            }
        } else if (step.work() instanceof Work.Crossing crossing) {
            Work.BufferMaker buffer = crossing.buffer();
            if (buffer == null) {
                cross(Boundary.ofChunks());
            } else {
                relay(label);
                close(Boundary.ofItems(buffer.make()));
            }
            buffered = buffer != null;
            add(label, new Ops.Through(), step.options());
        }
    }

    private void spread(String label, Step step, boolean open, Work.SegmentMaker maker) {
        Boundary waiting = open ? null : buffer();
        Boundary inlet = waiting != null ? waiting : open ? open(label) : crossToThreads();
        Books books = run.books(label, waiting == null ? inlet : null);
        Boundary after = Boundary.ofChunks();
        before = after;
        add(maker.make(new Place(run, inlet, after, books, new Guard(label, step.options()))));
    }

    /** The user's buffer, if nothing else is between it and what follows: then no thread has to carry from it. */
    private @Nullable Boundary buffer() {
        if (!buffered || ops.size() != 1 || before == null) {
            return null;
        }
        before.countsFor(ops.get(0).books);
        ops = new ArrayList<>();
        buffered = false;
        return before;
    }

    private Boundary crossToThreads() {
        return cross(buffered ? Boundary.tight() : Boundary.ofChunks());
    }

    private Boundary open(String label) {
        Boundary open = Boundary.open();
        relay(label);
        close(open);
        return open;
    }

    /** Another pipeline, whose items go into a boundary. */
    private Boundary layInto(Pipeline<?> other, String label, Boundary into, @Nullable List<Segment> group) {
        Plan plan = new Plan(run, other.source(), label + "/", group);
        plan.draw();
        plan.lay(other.steps());
        plan.relay(label + "/");
        plan.close(into);
        return into;
    }

    private Sink.End end(List<Step> steps, Sink sink) {
        Sink.End end = sink.maker().make();
        String label = prefix + Step.label(steps.size(), sink.name());
        add(label, end, sink.options());
        if (end instanceof Fan fan) {
            List<Boundary> boundaries =
                    sink.branches().stream().map(branch -> fan.branch()).toList();
            close(null);
            for (int i = 0; i < boundaries.size(); i++) {
                RunnablePipeline<?> branch = sink.branches().get(i);
                Plan plan = new Plan(run, source, label + "[" + i + "]/", later);
                plan.before = boundaries.get(i);
                plan.add(plan.prefix + "1:branch", new Ops.Through(), Options.DEFAULT);
                plan.lay(branch.steps());
                fan.endsWith(plan.end(branch.steps(), branch.sink()));
            }
        } else {
            close(null);
        }
        return end;
    }

    private void add(String label, Op op, Options options) {
        op.tell(run.books(label, ops.isEmpty() ? before : null), new Guard(label, options));
        ops.add(op);
    }

    /** The boundary that the next segment takes from. */
    private Boundary cross(Boundary after) {
        Boundary here = before;
        if (ops.isEmpty() && here != null) {
            return here;
        }
        close(after);
        return after;
    }

    /** Between two channels there must be someone who carries. */
    private void relay(String label) {
        if (ops.isEmpty()) {
            add(label + " (in)", new Ops.Through(), Options.DEFAULT);
        }
    }

    private void close(@Nullable Boundary after) {
        Boundary inlet = before;
        if (inlet == null) {
            SourceSegment segment = new SourceSegment(run, source, ops, after);
            add(segment);
            run.draws(segment);
        } else {
            add(new ChainSegment(run, inlet, ops, after));
        }
        ops = new ArrayList<>();
        before = after;
        buffered = false;
    }

    private void add(Segment segment) {
        run.add(segment);
        if (later != null) {
            segment.startLater();
            later.add(segment);
        }
    }
}
