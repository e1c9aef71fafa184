package dev.trestle.examples.census;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** The terminal behind standard error, if it is one. */
final class Terminal {
    private static final String ASK = "test -t 2 && test \"$TERM\" != dumb && stty size <&2";

    private Terminal() {}

    /** How wide it is; 0 if there is none. Asks the operating system, since Java knows nothing of standard error. */
    static int columns() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("sh", "-c", ASK)
                    .redirectError(Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (process.waitFor() != 0) {
                return 0;
            }
            int columns = Integer.parseInt(answer.trim().replaceFirst(".* ", ""));
            return columns > 0 ? columns : 80; // some terminals do not know
        } catch (IOException | NumberFormatException e) {
            return 0; // no sh, no stty
        }
    }
}
