package dev.trestle.pipeline;

import dev.trestle.async.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Makes a run out of a definition: fuses consecutive synchronous steps, and puts channels between what is left. */
@NullMarked
final class Plan {
    private final Run<?> run;
    private final Source source;
    private @Nullable Boundary before;
    private List<Op> ops = new ArrayList<>();
    private boolean buffered;

    private Plan(Run<?> run, Source source) {
        this.run = run;
        this.source = source;
    }

    static <R extends @Nullable Object> Run<R> start(Source source, List<Step> steps, Sink sink) {
        Run<R> run = new Run<>(describe(source, steps, sink));
        Sink.End end = new Plan(run, source).lay(steps, sink);
        source.claim();
        run.start(end::result);
        return run;
    }

    private Sink.End lay(List<Step> steps, Sink sink) {
        add("1:" + source.name, new Ops.Through(), Options.DEFAULT);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String label = Step.label(i, step.name());
            if (step.work() instanceof Work.Inline inline) {
                add(label, inline.maker().make(), step.options());
            } else if (step.work() instanceof Work.Spread spread) {
                Boundary inlet = cross(buffered ? Boundary.tight() : Boundary.ofChunks());
                buffered = false;
                Books books = run.books(label, inlet);
                Boundary after = Boundary.ofChunks();
                before = after;
                run.add(spread.maker().make(new Place(run, inlet, after, books, new Guard(label, step.options()))));
            } else if (step.work() instanceof Work.Crossing crossing) {
                Buffer buffer = crossing.buffer();
                if (buffer == null) {
                    cross(Boundary.ofChunks());
                } else {
                    relay(label);
                    close(Boundary.ofItems(buffer));
                }
                buffered = buffer != null;
                add(label, new Ops.Through(), step.options());
            }
        }
        Sink.End end = sink.maker().get();
        add(Step.label(steps.size(), sink.name()), end, Options.DEFAULT);
        close(null);
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
            run.add((Segment) segment);
            run.add(segment);
        } else {
            run.add(new ChainSegment(run, inlet, ops, after));
        }
        ops = new ArrayList<>();
        before = after;
    }

    /** One line for each thread, or group of threads. */
    static String describe(Source source, List<Step> steps, @Nullable Sink sink) {
        StringBuilder text = new StringBuilder("1:" + source.name);
        boolean fused = true;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean inline = step.work() instanceof Work.Inline;
            text.append(inline && fused ? " > " : "\n=> ").append(Step.label(i, step.name()));
            fused = !(step.work() instanceof Work.Spread);
        }
        if (sink != null) {
            text.append(fused ? " > " : "\n=> ").append(Step.label(steps.size(), sink.name()));
        }
        return text.toString();
    }

    /** As a Mermaid flow chart: thick arrows are channels. */
    static String diagram(Source source, List<Step> steps, @Nullable Sink sink) {
        StringBuilder text = new StringBuilder("flowchart LR\n    s1[\"1:" + source.name + "\"]");
        boolean fused = true;
        int last = steps.size() - (sink == null ? 1 : 0);
        for (int i = 0; i <= last; i++) {
            boolean inline = i == steps.size() || steps.get(i).work() instanceof Work.Inline;
            String name = i < steps.size() || sink == null ? steps.get(i).name() : sink.name();
            text.append("\n    s").append(i + 1).append(inline && fused ? " --> s" : " ==> s");
            text.append(i + 2)
                    .append("[\"")
                    .append(Step.label(i, name).replace("\"", "#quot;"))
                    .append("\"]");
            fused = i == steps.size() || !(steps.get(i).work() instanceof Work.Spread);
        }
        return text.toString();
    }
}
