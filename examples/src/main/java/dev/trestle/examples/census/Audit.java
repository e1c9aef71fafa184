package dev.trestle.examples.census;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares three counts of the same thing, made in three places.
 *
 * @param read how many files were read, as the atom says
 * @param balance what was counted, as the refs say
 * @param written what was written, as the database says
 */
record Audit(long read, Books.Balance balance, Map<String, Tally> written) {
    /** What does not agree: nothing, if the books hold. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        Tally all = balance.all();
        if (read != all.files()) {
            differences.add(read + " files read, but " + all.parsed() + " parsed + " + all.failed() + " failed");
        }
        if (!balance.isEven()) {
            differences.add("the totals of the modules do not add up to " + all);
        }
        balance.modules().forEach((module, tally) -> {
            Tally stored = written.getOrDefault(module, Tally.NONE);
            if (!tally.equals(stored)) {
                differences.add(module + " has " + tally + ", but the database " + stored);
            }
        });
        return differences;
    }
}
