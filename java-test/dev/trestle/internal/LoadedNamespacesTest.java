package dev.trestle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.async.Channel;
import dev.trestle.collection.Maps;
import dev.trestle.collection.Sets;
import dev.trestle.collection.Transducer;
import dev.trestle.collection.Vectors;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Deadline;
import dev.trestle.concurrent.Delay;
import dev.trestle.concurrent.Promise;
import dev.trestle.concurrent.Timeouts;
import dev.trestle.reference.Agent;
import dev.trestle.reference.Atom;
import dev.trestle.reference.Bindings;
import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import dev.trestle.reference.Var;
import dev.trestle.reference.Volatile;
import dev.trestle.testing.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is loaded shows only in a JVM that has done nothing else. */
class LoadedNamespacesTest {
    private static final String CORE_ASYNC = "clojure.core.async";

    @Test
    void stateTypes_loadNothingButClojureItself() {
        ChildJvm.Result result = ChildJvm.run(State.class);

        assertThat(result.stdout().lines()).contains("done").noneMatch(line -> line.startsWith(CORE_ASYNC));
        assertThat(result.stdout()).doesNotContain("clojure.core.reducers", "dev.trestle");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void firstChannel_loadsTheEnginesPartOfCoreAsync() {
        // the control: what the test above does not find would be found
        ChildJvm.Result result = ChildJvm.run(State.class, "and a channel");

        assertThat(result.stdout().lines())
                .contains("done", CORE_ASYNC + ".impl.channels", "dev.trestle.internal.shim")
                .doesNotContain(CORE_ASYNC);
    }

    /** Uses every type that holds state, and tells which namespaces are loaded. */
    static final class State {
        public static void main(String[] args) throws Exception {
            Atom<List<Long>> atom = Atom.of(Vectors.of(1L));
            atom.swap(list -> Vectors.conj(list, 2L));
            Ref<Long> ref = Ref.of(1L);
            Stm.dosync(() -> ref.alter(n -> n + 1));
            Agent<Long> agent = Agent.of(1L);
            agent.sendAsync(n -> n + 1).get();
            Volatile.of(1).reset(2);
            Bindings.of(Var.dynamic(1), 2).run(() -> {});
            ClojureFuture.call(() -> 1).deref();
            Promise.create().deliver(1);
            Delay.of(() -> 1).deref();
            Timeouts.call(() -> 1, Deadline.never().remaining());
            Timeouts.call(() -> 1, Duration.ofSeconds(10));
            Maps.assocIn(Maps.empty(), List.of("a"), 1);
            Sets.conj(Sets.of(1), 2);
            Transducer.<Integer>identity().map(n -> n + 1).toList(List.of(1));
            if (args.length > 0) {
                Channel.<Integer>buffered(1).put(1);
            }
            Iterable<?> loaded = Calls.invoke(Vars.core("loaded-libs"));
            TreeSet<String> names = new TreeSet<>();
            loaded.forEach(name -> names.add(name.toString()));
            names.forEach(System.out::println);
            System.out.println("done");
            Agent.shutdown();
        }
    }
}
