package dev.trestle.pipeline;

import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A definition as people read it: what is fused with what, and where channels are in between. Pipelines that are joined, and
 * branches, follow the one that they belong to, under the names that their steps have in figures and messages.
 */
@NullMarked
final class Drawing {
    private final StringBuilder text = new StringBuilder();
    private final boolean chart;
    private int nodes;

    private Drawing(boolean chart) {
        this.chart = chart;
    }

    /** One line for each thread, or group of threads. */
    static String describe(Source source, List<Step> steps, @Nullable Sink sink) {
        Drawing drawing = new Drawing(false);
        int unused = drawing.draw("", source, steps, sink);
        return drawing.text.substring(1);
    }

    /** As a Mermaid flow chart: thick arrows are channels. */
    static String diagram(Source source, List<Step> steps, @Nullable Sink sink) {
        Drawing drawing = new Drawing(true);
        int unused = drawing.draw("", source, steps, sink);
        return "flowchart LR" + drawing.text;
    }

    /** Gives the number of the last node. */
    private int draw(String prefix, Source source, List<Step> steps, @Nullable Sink sink) {
        int first = nodes + 1;
        first(prefix + "1:" + source.name);
        boolean fused = true;
        for (int i = 0; i < steps.size(); i++) {
            fused &= steps.get(i).work() instanceof Work.Inline;
            next(fused, prefix + Step.label(i, steps.get(i).name()));
            fused = keepsThread(steps.get(i));
        }
        if (sink != null) {
            next(fused, prefix + Step.label(steps.size(), sink.name()));
        }
        int last = nodes;
        for (int i = 0; i < steps.size(); i++) {
            String joining = prefix + Step.label(i, steps.get(i).name()) + "/";
            for (Pipeline<?> other : others(steps.get(i))) {
                arrow(draw(joining, other.source(), other.steps(), null), first + i + 1);
            }
        }
        for (int i = 0; sink != null && i < sink.branches().size(); i++) {
            RunnablePipeline<?> branch = sink.branches().get(i);
            int start = nodes + 1;
            String branching = prefix + Step.label(steps.size(), sink.name()) + "[" + i + "]/";
            int unused = draw(branching, branch.source(), branch.steps(), branch.sink());
            arrow(last, start);
        }
        return last;
    }

    private void first(String label) {
        nodes++;
        text.append(chart ? "\n    s" + nodes + box(label) : "\n" + label);
    }

    private void next(boolean fused, String label) {
        String line = fused ? " > " : "\n=> ";
        String edge = "\n    s" + nodes + (fused ? " --> s" : " ==> s");
        nodes++;
        text.append(chart ? edge + nodes + box(label) : line + label);
    }

    private void arrow(int from, int to) {
        if (chart) {
            text.append("\n    s").append(from).append(" ==> s").append(to);
        }
    }

    private static String box(String label) {
        return "[\"" + label.replace("\"", "#quot;").replaceAll("\\R", " ") + "\"]";
    }

    private static boolean keepsThread(Step step) {
        return !(step.work() instanceof Work.Spread) && !(step.work() instanceof Work.Join join && !join.merges());
    }

    private static List<Pipeline<?>> others(Step step) {
        return step.work() instanceof Work.Join join ? join.others() : List.of();
    }
}
