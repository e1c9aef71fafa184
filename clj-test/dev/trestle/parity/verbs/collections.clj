(ns dev.trestle.parity.verbs.collections
  "What can be done to Clojure's collections. Their verbs give a new collection, which the next verb sees."
  (:require [clojure.set :as set]
            [dev.trestle.parity.lambda :as lambda])
  (:import (dev.trestle.collection Keywords Maps Sets Transducer Vectors)
           (java.util ArrayList HashMap List Map Set)))

(def ^:private create
  "The collection is given; what makes them is below."
  {:clj identity, :java identity, :wrap identity, :unwrap identity, :value? true})

(def ^:private any
  {:create create
   :kind {:clj class
          :java class}
   :seen {:clj identity
          :java identity}})

(def ^:private steps
  "A transducer's steps, by Clojure's functions and by the facade's methods."
  {:map [map (fn [^Transducer t f] (.map t (lambda/function f)))]
   :map-indexed [map-indexed (fn [^Transducer t f] (.mapIndexed t (lambda/bi-function f)))]
   :mapcat [mapcat (fn [^Transducer t f] (.mapcat t (lambda/function f)))]
   :keep [keep (fn [^Transducer t f] (.keep t (lambda/function f)))]
   :filter [filter (fn [^Transducer t f] (.filter t (lambda/predicate f)))]
   :remove [remove (fn [^Transducer t f] (.remove t (lambda/predicate f)))]
   :take-while [take-while (fn [^Transducer t f] (.takeWhile t (lambda/predicate f)))]
   :drop-while [drop-while (fn [^Transducer t f] (.dropWhile t (lambda/predicate f)))]
   :partition-by [partition-by (fn [^Transducer t f] (.partitionBy t (lambda/function f)))]
   :take [take (fn [^Transducer t n] (.take t (int n)))]
   :drop [drop (fn [^Transducer t n] (.drop t (int n)))]
   :partition-all [partition-all (fn [^Transducer t n] (.partitionAll t (int n)))]
   :distinct [distinct (fn [^Transducer t] (.distinct t))]
   :dedupe [dedupe (fn [^Transducer t] (.dedupe t))]
   :interpose [interpose (fn [^Transducer t x] (.interpose t x))]})

(defn- native ^clojure.lang.IFn [xform]
  (transduce (map (fn [[step & args]] (apply (first (steps step)) args))) comp xform))

(defn- typed ^Transducer [xform]
  (reduce (fn [t [step & args]] (apply (second (steps step)) t args)) (Transducer/identity) xform))

(def vector-verbs
  (merge
   any
   {:conj {:sets true
           :clj conj
           :java (fn [^List v x] (Vectors/conj v x))
           :broken (fn [^List v x] (if (= 3 (count v)) v (Vectors/conj v x)))}
    :assoc {:sets true
            :clj assoc
            :java (fn [^List v i x] (Vectors/assoc v (int i) x))}
    :update {:sets true
             :takes [:value :fn]
             :clj update
             :java (fn [^List v i f] (Vectors/update v (int i) (lambda/function f)))}
    :peek {:clj peek
           :java (fn [^List v] (Vectors/peek v))}
    :pop {:sets true
          :clj pop
          :java (fn [^List v] (Vectors/pop v))}
    :subvec {:sets true
             :clj subvec
             :java (fn
                     ([^List v from] (Vectors/subvec v (int from)))
                     ([^List v from to] (Vectors/subvec v (int from) (int to))))}
    :into {:sets true
           :clj into
           :java (fn [^List v ^Iterable xs] (Vectors/into v xs))}
    :into-by {:sets true
              :takes [:steps]
              :clj (fn [v xform xs] (into v (native xform) xs))
              :java (fn [^List v xform ^Iterable xs] (Vectors/into v (typed xform) xs))}
    :get {:clj get
          :java (fn [^List v i] (when (< -1 i (.size v)) (.get v (int i))))}}))

(def map-verbs
  (merge
   any
   {:assoc {:sets true
            :clj assoc
            :java (fn [^Map m k v] (Maps/assoc m k v))
            :broken (fn [^Map m k v] (if (and v (.containsKey m k)) m (Maps/assoc m k v)))}
    :dissoc {:sets true
             :clj dissoc
             :java (fn [^Map m k] (Maps/dissoc m k))}
    :update {:sets true
             :takes [:value :fn]
             :clj update
             :java (fn [^Map m k f] (Maps/update m k (lambda/function f)))}
    :merge {:sets true
            :clj merge
            :java (fn [^Map m ^Map other] (Maps/merge m other))}
    :merge-with {:sets true
                 :takes [:fn]
                 :clj (fn [m f other] (merge-with f m other))
                 :java (fn [^Map m f ^Map other] (Maps/mergeWith (lambda/bi-function f) m other))}
    :select-keys {:sets true
                  :clj select-keys
                  :java (fn [^Map m ^Iterable ks] (Maps/selectKeys m ks))}
    :assoc-in {:sets true
               :clj assoc-in
               :java (fn [^Map m ^List path v] (Maps/assocIn m path v))}
    :update-in {:sets true
                :takes [:value :fn]
                :clj update-in
                :java (fn [^Map m ^List path f] (Maps/updateIn m path (lambda/function f)))}
    :get-in {:clj get-in
             :java (fn
                     ([^Map m ^List path] (Maps/getIn m path))
                     ([^Map m ^List path fallback] (Maps/getIn m path fallback)))}
    :into-by {:sets true
              :takes [:steps]
              :clj (fn [m xform xs] (into m (native xform) xs))
              :java (fn [^Map m xform ^Iterable xs] (Maps/into m (typed xform) xs))}
    :get {:clj get
          :java (fn ([^Map m k] (.get m k)) ([^Map m k fallback] (.getOrDefault m k fallback)))}}))

(def set-verbs
  (merge
   any
   {:conj {:sets true
           :clj conj
           :java (fn [^Set s x] (Sets/conj s x))}
    :disj {:sets true
           :clj disj
           :java (fn [^Set s x] (Sets/disj s x))
           :broken (fn [^Set s _] s)}
    :into {:sets true
           :clj into
           :java (fn [^Set s ^Iterable xs] (Sets/into s xs))}
    :into-by {:sets true
              :takes [:steps]
              :clj (fn [s xform xs] (into s (native xform) xs))
              :java (fn [^Set s xform ^Iterable xs] (Sets/into s (typed xform) xs))}
    :union {:sets true
            :clj set/union
            :java (fn [^Set a ^Set b] (Sets/union a b))}
    :intersection {:sets true
                   :clj set/intersection
                   :java (fn [^Set a ^Set b] (Sets/intersection a b))}
    :difference {:sets true
                 :clj set/difference
                 :java (fn [^Set a ^Set b] (Sets/difference a b))}
    :contains? {:clj contains?
                :java (fn [^Set s x] (.contains s x))}}))

(defn- java-list [xs]
  (ArrayList. ^java.util.Collection xs))

(def making
  "Verbs without a subject, which make collections and ask for keywords."
  {:vector-of {:clj vector
               :java (fn [& xs] (Vectors/of (object-array xs)))}
   :vector-from {:clj vec
                 :java (fn [^Iterable xs] (Vectors/from xs))}
   :map-of {:clj array-map
            :java (fn
                    ([] (Maps/empty))
                    ([k v] (Maps/of k v))
                    ([k v k2 v2] (Maps/of k v k2 v2)))}
   :map-from {:clj (partial into {})
              :java (fn [xs] (Maps/from ^Map (HashMap. ^Map xs)))}
   :set-of {:clj hash-set
            :java (fn [& xs] (Sets/of (object-array xs)))}
   :set-from {:clj set
              :java (fn [^Iterable xs] (Sets/from xs))}
   :conj-to-java {:clj (fn [xs x] (conj (java-list xs) x))
                  :java (fn [xs x] (Vectors/conj ^List (java-list xs) x))}
   :keyword {:clj keyword
             :java (fn ([n] (Keywords/of n)) ([ns n] (Keywords/of ns n)))}
   :keyword-name {:clj name
                  :java (fn [k] (Keywords/name k))}
   :keyword-namespace {:clj namespace
                       :java (fn [k] (Keywords/namespace k))}
   :transduced {:takes [:steps]
                :clj (fn [xform xs] (into [] (native xform) xs))
                :java (fn [xform ^Iterable xs] (vec (.toList (typed xform) xs)))}
   :reduced {:takes [:steps :fn]
             :clj (fn [xform f init xs] (transduce (native xform) (completing f) init xs))
             :java (fn [xform f init ^Iterable xs] (.transduce (typed xform) (lambda/bi-function f) init xs))}})
