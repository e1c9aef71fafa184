package dev.trestle.examples.census;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time as people write it, 90s, 1m30s or 500ms, or as ISO 8601 does, PT1M30S. */
final class TimeLimit implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        try {
            Duration limit = upper.endsWith("MS")
                    ? Duration.ofMillis(Long.parseLong(upper.substring(0, upper.length() - 2)))
                    : Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
            if (!limit.isZero() && !limit.isNegative()) {
                return limit;
            }
        } catch (DateTimeParseException | NumberFormatException e) {
            // says the same as what follows
        }
        throw new TypeConversionException("must be a time > 0 such as 90s, 5m or PT1M30S, was " + text);
    }
}
