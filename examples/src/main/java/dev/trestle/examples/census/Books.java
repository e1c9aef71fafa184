package dev.trestle.examples.census;

import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import dev.trestle.reference.Watch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The totals of each module and of all: refs, since they change together. Nobody who looks in a transaction ever sees a sum
 * that differs from its parts.
 */
final class Books {
    /**
     * The totals at one moment.
     *
     * @param modules of each module
     * @param all of all modules
     */
    record Balance(Map<String, Tally> modules, Tally all) {
        /** Says whether the totals of the modules add up to that of all. */
        boolean isEven() {
            return modules.values().stream().reduce(Tally.NONE, Tally::plus).equals(all);
        }
    }

    private final Map<String, Ref<Tally>> modules = new LinkedHashMap<>();
    private final Ref<Tally> all = Ref.of(Tally.NONE);

    Books(Set<String> modules) {
        modules.forEach(module -> this.modules.put(module, Ref.of(Tally.NONE)));
    }

    /** Enters findings. In a transaction of the caller's it joins that one. */
    void enter(List<Finding> findings) {
        Map<String, Tally> sums = new LinkedHashMap<>();
        findings.forEach(finding -> sums.merge(finding.file().module(), Tally.of(finding), Tally::plus));
        // Sums come out the same in any order: with commute nobody has to wait for others, or to try again.
        Stm.dosync(() -> sums.forEach((module, sum) -> {
            modules.get(module).commute(Tally::plus, sum);
            all.commute(Tally::plus, sum);
        }));
    }

    /** Returns all totals as they were at one moment. */
    Balance balance() {
        return Stm.dosync(() -> {
            Map<String, Tally> tallies = new LinkedHashMap<>();
            modules.forEach((module, tally) -> tallies.put(module, tally.deref()));
            return new Balance(tallies, all.deref());
        });
    }

    /** Calls back after each entry with the total of all, before and after. */
    Watch watch(Object key, BiConsumer<Tally, Tally> watcher) {
        return all.watch(key, watcher);
    }
}
