package dev.trestle.concurrent;

import clojure.lang.AFunction;
import clojure.lang.ArrayChunk;
import clojure.lang.ChunkedCons;
import clojure.lang.IFn;
import clojure.lang.IHashEq;
import clojure.lang.IObj;
import clojure.lang.IPending;
import clojure.lang.IPersistentCollection;
import clojure.lang.IPersistentMap;
import clojure.lang.IReduce;
import clojure.lang.ISeq;
import clojure.lang.LazySeq;
import clojure.lang.Murmur3;
import clojure.lang.PersistentList;
import clojure.lang.RT;
import clojure.lang.Reduced;
import clojure.lang.Sequential;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Describe;
import java.io.Serial;
import java.util.AbstractSequentialList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.StringJoiner;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A lazy sequence over a chain of parts: what Clojure's own lazy sequence is to Clojure and to Java, without an object for
 * each item that is read.
 */
@NullMarked
final class MappedList<R extends @Nullable Object> extends AbstractSequentialList<R>
        implements ISeq, Sequential, IPending, IHashEq, IObj, IReduce {
    private static final int SHOWN = 20;

    private final Supply supply;
    private final Part head;
    private final @Nullable IPersistentMap meta;

    MappedList(Supply supply, Part head, @Nullable IPersistentMap meta) {
        this.supply = supply;
        this.head = head;
        this.meta = meta;
    }

    @Override
    public Iterator<R> iterator() {
        return new Reader<>(supply, head);
    }

    @Override
    public Spliterator<R> spliterator() {
        return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.IMMUTABLE);
    }

    @Override
    public boolean isEmpty() {
        return supply.after(head) == null;
    }

    @Override
    public int size() {
        long size = 0;
        for (Part part = supply.after(head); part != null; part = supply.after(part)) {
            size = part.end();
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    @Override
    public R get(int index) {
        if (index >= 0) {
            for (Part part = supply.after(head); part != null; part = supply.after(part)) {
                if (index < part.end()) {
                    return Calls.cast(part.values[part.from + (int) (index - part.start())]);
                }
            }
        }
        throw new IndexOutOfBoundsException("index must be >= 0 and < the size, was " + index);
    }

    @Override
    public int indexOf(@Nullable Object value) {
        int index = 0;
        for (R mine : this) {
            if (Objects.equals(mine, value)) {
                return index;
            }
            index++;
        }
        return -1;
    }

    @Override
    public ListIterator<R> listIterator(int index) {
        return Collections.unmodifiableList(new ArrayList<>(this)).listIterator(index);
    }

    @Override
    public @Nullable ISeq seq() {
        return seqAfter(supply, head);
    }

    private static @Nullable ISeq seqAfter(Supply supply, Part before) {
        Part part = supply.after(before);
        while (part != null && part.size() == 0) {
            part = supply.after(part);
        }
        return part == null
                ? null
                : new ChunkedCons(new ArrayChunk(part.values, part.from, part.to), new LazySeq(new Rest(supply, part)));
    }

    @Override
    public @Nullable Object first() {
        return RT.first(seq());
    }

    @Override
    public @Nullable ISeq next() {
        return RT.next(seq());
    }

    @Override
    public ISeq more() {
        return RT.more(seq());
    }

    @Override
    public ISeq cons(@Nullable Object value) {
        return RT.cons(value, seq());
    }

    @Override
    public int count() {
        return size();
    }

    @Override
    public IPersistentCollection empty() {
        return PersistentList.EMPTY;
    }

    @Override
    public boolean equiv(@Nullable Object other) {
        ISeq seq = seq();
        return seq == null ? isNothing(other) : seq.equiv(other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        ISeq seq = seq();
        return seq == null ? isNothing(other) : seq.equals(other);
    }

    private static boolean isNothing(@Nullable Object other) {
        return (other instanceof Sequential || other instanceof List) && RT.seq(other) == null;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public int hasheq() {
        return Murmur3.hashOrdered(this);
    }

    @Override
    public boolean isRealized() {
        return supply.ready(head) != null || supply.isEnd(head);
    }

    @Override
    public @Nullable IPersistentMap meta() {
        return meta;
    }

    @Override
    public IObj withMeta(@Nullable IPersistentMap other) {
        return new MappedList<>(supply, head, other);
    }

    @Override
    public @Nullable Object reduce(IFn f) {
        Iterator<R> values = iterator();
        return values.hasNext() ? reduce(f, values.next(), values) : f.invoke();
    }

    @Override
    public @Nullable Object reduce(IFn f, @Nullable Object start) {
        return reduce(f, start, iterator());
    }

    private static @Nullable Object reduce(IFn f, @Nullable Object start, Iterator<?> values) {
        Object result = start;
        while (values.hasNext()) {
            result = f.invoke(result, values.next());
            if (result instanceof Reduced reduced) {
                return reduced.deref();
            }
        }
        return result;
    }

    /** Shows the first items that are there, and waits for none. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        int shown = 0;
        Part before = head;
        for (Part part = supply.ready(head); part != null; part = supply.ready(part)) {
            for (int i = part.from; i < part.to; i++) {
                if (shown++ == SHOWN) {
                    return text.add("...").toString();
                }
                text.add(Describe.value(part.values[i]));
            }
            before = part;
        }
        return supply.isEnd(before) ? text.toString() : text.add("...").toString();
    }

    /** Reads part after part; it keeps none of those that it has read. */
    private static final class Reader<R extends @Nullable Object> implements Iterator<R> {
        private final Supply supply;
        private @Nullable Part part;
        private @Nullable Object[] values;
        private int at;
        private int to;

        Reader(Supply supply, Part head) {
            this.supply = supply;
            this.part = head;
            values = head.values;
        }

        @Override
        public boolean hasNext() {
            return at < to || moves();
        }

        @Override
        public R next() {
            if (at == to && !moves()) {
                throw new NoSuchElementException("list must have one more item, was read to its end");
            }
            return Calls.cast(values[at++]);
        }

        private boolean moves() {
            while (part != null && at == to) {
                part = supply.after(part);
                if (part != null) {
                    values = part.values;
                    at = part.from;
                    to = part.to;
                }
            }
            return part != null;
        }
    }

    /** The rest of Clojure's view, from a part on. Where an item failed, each call fails. */
    private static final class Rest extends AFunction {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Supply supply;
        private final transient Part part;

        Rest(Supply supply, Part part) {
            this.supply = supply;
            this.part = part;
        }

        @Override
        public @Nullable Object invoke() {
            return seqAfter(supply, part);
        }
    }
}
