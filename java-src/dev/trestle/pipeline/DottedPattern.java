package dev.trestle.pipeline;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** A pattern for words with dots in between. It never tries twice what it has tried, whatever the topic. */
@NullMarked
record DottedPattern(String pattern, List<String> parts) implements Predicate<String> {
    private static final String WORD = "*";
    private static final String WORDS = "**";

    /** Accepts all. */
    record Everything() implements Predicate<Object> {
        @Override
        public boolean test(Object topic) {
            return true;
        }

        @Override
        public String toString() {
            return "all";
        }
    }

    static DottedPattern of(String pattern) {
        List<String> parts = List.of(pattern.split("\\.", -1));
        for (String part : parts) {
            boolean star = part.equals(WORD) || part.equals(WORDS);
            if (part.isEmpty() || (part.contains(WORD) && !star)) {
                throw new IllegalArgumentException("pattern must have a word, * or ** between dots, was " + pattern);
            }
        }
        return new DottedPattern(pattern, parts);
    }

    /** Greedy: only the last of the parts that stand for many words needs to be tried with one word more. */
    @Override
    public boolean test(String topic) {
        String[] words = topic.split("\\.", -1);
        int part = 0;
        int word = 0;
        int many = -1;
        int from = 0;
        while (word < words.length) {
            if (part < parts.size() && parts.get(part).equals(WORDS)) {
                many = part++;
                from = word;
            } else if (part < parts.size() && matches(parts.get(part), words[word])) {
                part++;
                word++;
            } else if (many >= 0) {
                part = many + 1;
                word = ++from;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part).equals(WORDS)) {
            part++;
        }
        return part == parts.size();
    }

    private static boolean matches(String part, String word) {
        return part.equals(WORD) || part.equals(word);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
