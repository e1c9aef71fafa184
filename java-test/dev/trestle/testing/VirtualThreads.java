package dev.trestle.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Looks for virtual threads. Nothing but a dump of all threads to a file shows them. */
@NullMarked
public final class VirtualThreads {
    private static final int FIRST_VERSION = 21;

    private VirtualThreads() {}

    /** Returns what live virtual threads do whose names begin with something, each by its number and name; none before Java 21. */
    public static Map<String, String> named(String prefix) {
        Map<String, String> found = new HashMap<>();
        if (Runtime.version().feature() < FIRST_VERSION) {
            return found;
        }
        for (String block : dump().split("\\R\\R")) {
            String[] parts = block.strip().split("\\R", 2);
            if (parts[0].matches("#\\d+ \"" + prefix + ".*\" virtual.*")) {
                found.put(parts[0].substring(0, parts[0].lastIndexOf('"') + 1), parts.length < 2 ? "" : parts[1]);
            }
        }
        return found;
    }

    /** The sources are of Java 17: {@code bean.dumpThreads(file, HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN)}. */
    private static String dump() {
        try {
            Path folder = Files.createTempDirectory("threads");
            Path file = folder.resolve("dump");
            try {
                Class<?> format = Class.forName(HotSpotDiagnosticMXBean.class.getName() + "$ThreadDumpFormat");
                Method dump = HotSpotDiagnosticMXBean.class.getMethod("dumpThreads", String.class, format);
                dump.invoke(
                        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class),
                        file.toString(),
                        format.getField("TEXT_PLAIN").get(null));
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError("threads must be dumped on Java " + Runtime.version(), e);
        }
    }
}
