package dev.trestle.pipeline;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Looks for what cannot be sent to another JVM, one step at a time, so that it can say where it is. */
@NullMarked
final class Portability {
    private Portability() {}

    static void check(String prefix, Source source, List<Step> steps, @Nullable Sink sink) {
        if (!source.isBranch()) {
            check(prefix + "1:" + source.name, source);
        }
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String label = prefix + Step.label(i, step.name());
            if (step.work() instanceof Work.Join join) {
                join.others().forEach(other -> check(label + "/", other.source(), other.steps(), null));
            }
            check(label, step);
        }
        if (sink != null) {
            String label = prefix + Step.label(steps.size(), sink.name());
            for (int i = 0; i < sink.branches().size(); i++) {
                RunnablePipeline<?> branch = sink.branches().get(i);
                check(label + "[" + i + "]/", branch.source(), branch.steps(), branch.sink());
            }
            check(label, sink);
        }
    }

    static void check(String label, Serializable part) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(part);
        } catch (NotSerializableException e) {
            throw new IllegalStateException(
                    "step must be serializable, " + label + " holds an object of " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("step must be serializable, was " + label, e);
        }
    }
}
