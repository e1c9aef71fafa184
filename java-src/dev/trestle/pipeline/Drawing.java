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
    private int nodes;

    private Drawing() {}

    /** One line for each thread, or group of threads. */
    static String describe(Source source, List<Step> steps, @Nullable Sink sink) {
        Drawing drawing = new Drawing();
        drawing.lines("", source, steps, sink);
        return drawing.text.toString();
    }

    /** As a Mermaid flow chart: thick arrows are channels. */
    static String diagram(Source source, List<Step> steps, @Nullable Sink sink) {
        Drawing drawing = new Drawing();
        drawing.text.append("flowchart LR");
        int unused = drawing.nodes("", source, steps, sink);
        return drawing.text.toString();
    }

    private void lines(String prefix, Source source, List<Step> steps, @Nullable Sink sink) {
        text.append(prefix).append("1:").append(source.name);
        boolean fused = true;
        for (int i = 0; i < steps.size(); i++) {
            fused &= steps.get(i).work() instanceof Work.Inline;
            line(fused, prefix + Step.label(i, steps.get(i).name()));
            fused = keepsThread(steps.get(i));
        }
        if (sink != null) {
            line(fused, prefix + Step.label(steps.size(), sink.name()));
        }
        for (int i = 0; i < steps.size(); i++) {
            String joining = prefix + Step.label(i, steps.get(i).name()) + "/";
            for (Pipeline<?> other : others(steps.get(i))) {
                text.append('\n');
                lines(joining, other.source(), other.steps(), null);
            }
        }
        for (int i = 0; sink != null && i < sink.branches().size(); i++) {
            RunnablePipeline<?> branch = sink.branches().get(i);
            text.append('\n');
            lines(branchOf(prefix, steps, sink, i), branch.source(), branch.steps(), branch.sink());
        }
    }

    private void line(boolean fused, String label) {
        text.append(fused ? " > " : "\n=> ").append(label);
    }

    /** Gives the number of the last node. */
    private int nodes(String prefix, Source source, List<Step> steps, @Nullable Sink sink) {
        int first = node(prefix + "1:" + source.name);
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
                arrow(nodes(joining, other.source(), other.steps(), null), first + i + 1);
            }
        }
        for (int i = 0; sink != null && i < sink.branches().size(); i++) {
            RunnablePipeline<?> branch = sink.branches().get(i);
            int start = nodes + 1;
            int unused = nodes(branchOf(prefix, steps, sink, i), branch.source(), branch.steps(), branch.sink());
            arrow(last, start);
        }
        return last;
    }

    private int node(String label) {
        nodes++;
        text.append("\n    s").append(nodes).append(box(label));
        return nodes;
    }

    private void next(boolean fused, String label) {
        text.append("\n    s").append(nodes).append(fused ? " --> s" : " ==> s");
        nodes++;
        text.append(nodes).append(box(label));
    }

    private void arrow(int from, int to) {
        text.append("\n    s").append(from).append(" ==> s").append(to);
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

    private static String branchOf(String prefix, List<Step> steps, Sink sink, int i) {
        return prefix + Step.label(steps.size(), sink.name()) + "[" + i + "]/";
    }
}
