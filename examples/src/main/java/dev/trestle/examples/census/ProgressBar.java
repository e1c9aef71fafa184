package dev.trestle.examples.census;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Draws progress on one line of a terminal, and leaves that line empty. Where there is no terminal it draws nothing. */
final class ProgressBar {
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final int columns;
    private final long start = System.nanoTime();
    private boolean ended;

    /** A bar of some width, or none if that is 0. */
    ProgressBar(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Draws how far it is, until the end. */
    synchronized void draw(Progress progress) {
        if (!ended) {
            draw(line(progress, Duration.ofNanos(System.nanoTime() - start)));
        }
    }

    /** Leaves the line empty from now on. */
    synchronized void end() {
        ended = true;
        draw("");
    }

    /** Prints a message on a line of its own. */
    synchronized void say(String message) {
        draw("");
        out.println(message);
    }

    private void draw(String line) {
        if (columns > 0) {
            out.print(CLEAR_LINE + line);
            out.flush();
        }
    }

    /** What fits into one line: the last column stays free, since a full line makes some terminals begin a new one. */
    String line(Progress progress, Duration elapsed) {
        String seconds = String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
        if (progress.read() == 0) {
            return fit("starting  " + seconds);
        }
        if (progress.expected() == 0) {
            return fit(String.format(Locale.ROOT, "%,d  %s  %s", progress.read(), seconds, progress.module()));
        }
        long percent = 100 * progress.read() / progress.expected();
        String expected = String.format(Locale.ROOT, "%,d", progress.expected());
        String left = String.format(Locale.ROOT, "%3d %% ", percent);
        String right = String.format(
                Locale.ROOT,
                " %," + expected.length() + "d of %s %6s  %-20.20s",
                progress.read(),
                expected,
                seconds,
                progress.module());
        return fit(left + bar(progress, columns - 1 - left.length() - right.length()) + right);
    }

    private static String bar(Progress progress, int width) {
        if (width < 5) {
            return "";
        }
        int filled = (int) Math.min(width - 2, (width - 2) * progress.read() / progress.expected());
        return "[" + "#".repeat(filled) + ".".repeat(width - 2 - filled) + "]";
    }

    private String fit(String line) {
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }
}
