package dev.trestle.bench.overhead;

import static dev.trestle.bench.overhead.ByHand.fn;
import static dev.trestle.bench.overhead.ByHand.test;
import static dev.trestle.bench.overhead.ByHand.var;
import static dev.trestle.bench.overhead.Work.EVEN;
import static dev.trestle.bench.overhead.Work.INC;
import static dev.trestle.bench.overhead.Work.ONE;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import dev.trestle.collection.Maps;
import dev.trestle.collection.Transducer;
import dev.trestle.collection.Vectors;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Clojure's collections: a vector of 100 longs, a map of 16 keywords to longs, a map of 16 keywords to such maps. They are
 * the same objects in all variants; the facade adds types and checks. {@code updateIn} adapts with each call, the
 * transducer was made once.
 */
public class CollectionBench {
    private static final int INDEX = 50;

    private static final IFn CONJ = var("conj");
    private static final IFn NTH = var("nth");
    private static final IFn ASSOC = var("assoc");
    private static final IFn ASSOC_IN = var("assoc-in");
    private static final IFn UPDATE_IN = var("update-in");
    private static final IFn GET_IN = var("get-in");
    private static final IFn INTO = var("into");

    private static final class InClojure {
        static final IFn CONJ = ClojureCode.fn("vector-conj");
        static final IFn NTH = ClojureCode.fn("vector-nth");
        static final IFn ASSOC = ClojureCode.fn("vector-assoc");
        static final IFn MAP_ASSOC = ClojureCode.fn("map-assoc");
        static final IFn ASSOC_IN = ClojureCode.fn("map-assoc-in");
        static final IFn UPDATE_IN = ClojureCode.fn("map-update-in");
        static final IFn GET_IN = ClojureCode.fn("map-get-in");
        static final IFn INTO = ClojureCode.fn("transducer-into");
        static final Object XFORM = ClojureCode.fn("transducer").invoke();
    }

    /** The transducer with types. */
    @State(Scope.Thread)
    public static class Typed extends Raw {
        final Transducer<Long, Long> transducer =
                Transducer.<Long>identity().map(INC).filter(EVEN);
    }

    /** The collections, with the types that Java's variant needs. */
    @State(Scope.Thread)
    @SuppressWarnings("unchecked")
    public static class Raw {
        final List<Long> vector = (List<Long>) eval("(vec (range 100))");
        final List<Long> none = (List<Long>) eval("[]");
        final Map<Object, Long> map =
                (Map<Object, Long>) eval("(into {} (for [k (range 16)] [(keyword (str \"k\" k)) k]))");
        final Map<Object, Map<Object, Long>> maps = (Map<Object, Map<Object, Long>>)
                eval("(into {} (for [k (range 16)] [(keyword (str \"k\" k)) {:a 1 :b 2}]))");
        final Object key = Clojure.read(":k7");
        final List<Object> path = (List<Object>) eval("[:k7 :b]");
        final Object xform =
                var("comp").invoke(var("map").invoke(fn(INC)), var("filter").invoke(test(EVEN)));

        private static Object eval(String form) {
            return var("eval").invoke(Clojure.read(form));
        }
    }

    @Benchmark
    public Object vectorConj_facade(Typed typed) {
        return Vectors.conj(typed.vector, ONE);
    }

    @Benchmark
    public Object vectorConj_ifn(Raw raw) {
        return CONJ.invoke(raw.vector, ONE);
    }

    @Benchmark
    public Object vectorConj_clojure(Raw raw) {
        return InClojure.CONJ.invoke(raw.vector, ONE);
    }

    @Benchmark
    public Object vectorNth_facade(Typed typed) {
        return typed.vector.get(INDEX);
    }

    @Benchmark
    public Object vectorNth_ifn(Raw raw) {
        return NTH.invoke(raw.vector, INDEX);
    }

    @Benchmark
    public Object vectorNth_clojure(Raw raw) {
        return InClojure.NTH.invoke(raw.vector);
    }

    @Benchmark
    public Object vectorAssoc_facade(Typed typed) {
        return Vectors.assoc(typed.vector, INDEX, ONE);
    }

    @Benchmark
    public Object vectorAssoc_ifn(Raw raw) {
        return ASSOC.invoke(raw.vector, INDEX, ONE);
    }

    @Benchmark
    public Object vectorAssoc_clojure(Raw raw) {
        return InClojure.ASSOC.invoke(raw.vector, ONE);
    }

    @Benchmark
    public Object mapAssoc_facade(Typed typed) {
        return Maps.assoc(typed.map, typed.key, ONE);
    }

    @Benchmark
    public Object mapAssoc_ifn(Raw raw) {
        return ASSOC.invoke(raw.map, raw.key, ONE);
    }

    @Benchmark
    public Object mapAssoc_clojure(Raw raw) {
        return InClojure.MAP_ASSOC.invoke(raw.map, raw.key, ONE);
    }

    @Benchmark
    public Object assocIn_facade(Typed typed) {
        return Maps.assocIn(typed.maps, typed.path, ONE);
    }

    @Benchmark
    public Object assocIn_ifn(Raw raw) {
        return ASSOC_IN.invoke(raw.maps, raw.path, ONE);
    }

    @Benchmark
    public Object assocIn_clojure(Raw raw) {
        return InClojure.ASSOC_IN.invoke(raw.maps, raw.path, ONE);
    }

    @Benchmark
    public Object updateIn_facade(Typed typed) {
        return Maps.updateIn(typed.maps, typed.path, INC);
    }

    @Benchmark
    public Object updateIn_ifn(Raw raw) {
        return UPDATE_IN.invoke(raw.maps, raw.path, fn(INC));
    }

    @Benchmark
    public Object updateIn_clojure(Raw raw) {
        return InClojure.UPDATE_IN.invoke(raw.maps, raw.path);
    }

    @Benchmark
    public Object getIn_facade(Typed typed) {
        return Maps.<Long>getIn(typed.maps, typed.path);
    }

    @Benchmark
    public Object getIn_ifn(Raw raw) {
        return GET_IN.invoke(raw.maps, raw.path);
    }

    @Benchmark
    public Object getIn_clojure(Raw raw) {
        return InClojure.GET_IN.invoke(raw.maps, raw.path);
    }

    @Benchmark
    public Object transducerInto_facade(Typed typed) {
        return Vectors.into(typed.none, typed.transducer, typed.vector);
    }

    @Benchmark
    public Object transducerInto_ifn(Raw raw) {
        return INTO.invoke(raw.none, raw.xform, raw.vector);
    }

    @Benchmark
    public Object transducerInto_clojure(Raw raw) {
        return InClojure.INTO.invoke(raw.none, InClojure.XFORM, raw.vector);
    }
}
