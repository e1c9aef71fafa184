package dev.trestle.examples.census;

/**
 * Counts, of a module or of all.
 *
 * @param parsed class files that could be parsed
 * @param failed class files that could not
 * @param types types declared
 * @param methods methods declared
 * @param references packages referred to, counted once for each class file
 */
record Tally(long parsed, long failed, long types, long methods, long references) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    static Tally of(Finding finding) {
        if (finding instanceof Finding.Parsed parsed) {
            long types = parsed.kind().isType() ? 1 : 0;
            return new Tally(1, 0, types, parsed.methods(), parsed.packages().size());
        }
        return new Tally(0, 1, 0, 0, 0);
    }

    Tally plus(Tally other) {
        return new Tally(
                parsed + other.parsed,
                failed + other.failed,
                types + other.types,
                methods + other.methods,
                references + other.references);
    }

    long files() {
        return parsed + failed;
    }
}
