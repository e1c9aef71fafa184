package dev.trestle.examples.census;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** Where the class files come from: the modules of the running JDK, or directories and jars. */
final class ClassPath implements AutoCloseable {
    private final String name;
    private final Map<String, Path> roots;
    private final List<FileSystem> jars;

    private ClassPath(String name, Map<String, Path> roots, List<FileSystem> jars) {
        this.name = name;
        this.roots = roots;
        this.jars = jars;
    }

    /** The modules of the JDK that runs this program. */
    static ClassPath jdk() throws IOException {
        Map<String, Path> roots = new TreeMap<>();
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> paths = Files.list(modules)) {
            paths.forEach(path -> roots.put(path.getFileName().toString(), path));
        }
        return new ClassPath("JDK " + Runtime.version().feature(), roots, List.of());
    }

    /** Directories and jars, each a module by the name of its file. */
    static ClassPath of(List<Path> entries) throws IOException {
        Map<String, Path> roots = new LinkedHashMap<>();
        ClassPath result =
                new ClassPath(entries.size() == 1 ? entries.get(0).toString() : "class path", roots, new ArrayList<>());
        try {
            for (Path entry : entries) {
                Path path = entry.toRealPath();
                String file = path.getFileName() == null
                        ? path.toString()
                        : path.getFileName().toString();
                roots.put(roots.containsKey(file) ? path.toString() : file, result.root(path));
            }
            return result;
        } catch (IOException | RuntimeException e) {
            result.close();
            throw e;
        }
    }

    private Path root(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            return entry;
        }
        try {
            FileSystem jar = FileSystems.newFileSystem(entry, (ClassLoader) null);
            jars.add(jar);
            return jar.getPath("/");
        } catch (ProviderNotFoundException | ZipException e) {
            throw new FileSystemException(entry.toString(), null, "must be a directory or a jar");
        }
    }

    /** What this is, for people. */
    String name() {
        return name;
    }

    /** The names of the modules. */
    Set<String> modules() {
        return roots.keySet();
    }

    /** Finds the class files, which takes much less time than reading them. */
    List<ClassFile> files() throws IOException {
        List<ClassFile> files = new ArrayList<>();
        for (Map.Entry<String, Path> root : roots.entrySet()) {
            try (Stream<Path> paths = Files.find(root.getValue(), Integer.MAX_VALUE, ClassPath::isClassFile)) {
                paths.forEach(path -> files.add(new ClassFile(root.getKey(), path)));
            }
        }
        return files;
    }

    private static boolean isClassFile(Path path, BasicFileAttributes attributes) {
        return path.toString().endsWith(".class") && !attributes.isDirectory();
    }

    @Override
    public void close() throws IOException {
        for (FileSystem jar : jars) {
            jar.close();
        }
    }
}
