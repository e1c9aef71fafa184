(ns dev.trestle.collection-test
  "What Clojure sees of the collection package: its own collections, changed as its own functions change them."
  (:require [clojure.set :as set]
            [clojure.test :refer [deftest is]]
            [clojure.test.check :as tc]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop])
  (:import (dev.trestle.collection Keywords Maps Sets Transducer Vectors)
           (java.util ArrayList HashMap List Map Set)
           (java.util.function BiFunction Function)))

(set! *warn-on-reflection* true)

(def runs 1000)

(defmacro outcome
  "The value of body, or the class of what it throws: of its cause, where a facade explains what Clojure threw."
  [& body]
  `(try [:value (do ~@body)]
        (catch Throwable e# [:thrown (class (or (ex-cause e#) e#))])))

(defn play
  "Runs the actions in turn on a state; the log of their outcomes. A failed action leaves the state as it was."
  [step state actions]
  (loop [state state, [action & more] actions, log []]
    (if action
      (let [[kind value :as outcome] (outcome (step state action))
            same-kind? (and (= :value kind)
                            (or (and (vector? state) (vector? value))
                                (and (map? state) (map? value))
                                (and (set? state) (set? value))))]
        (recur (if same-kind? value state) more (conj log outcome)))
      {:state state :log log})))

(defn holds [property]
  (let [{:keys [pass? seed shrunk]} (tc/quick-check runs property)]
    (is pass? (str "seed " seed ", smallest: " (pr-str (:smallest shrunk))
                   " " (pr-str (:result-data shrunk))))))

(defn agree
  "Both interpreters come to the same state and log, in collections of the same classes."
  [native facade state actions]
  (let [a (play native state actions)
        b (play facade state actions)]
    (and (= a b) (= (class (:state a)) (class (:state b))))))

(def values
  (gen/one-of [gen/small-integer gen/string-alphanumeric gen/keyword gen/boolean (gen/return nil)
               (gen/vector gen/small-integer 0 3)]))

(def ^Function text (reify Function (apply [_ x] (str x))))
(def ^BiFunction pair (reify BiFunction (apply [_ x y] [x y])))

;; Vectors

(def vector-actions
  (let [index (gen/choose -1 8)]
    (gen/vector
      (gen/one-of [(gen/tuple (gen/return :conj) values)
                   (gen/tuple (gen/return :assoc) index values)
                   (gen/tuple (gen/return :update) index)
                   (gen/tuple (gen/return :pop))
                   (gen/tuple (gen/return :peek))
                   (gen/tuple (gen/return :subvec) index)
                   (gen/tuple (gen/return :subvec) index index)
                   (gen/tuple (gen/return :into) (gen/vector values 0 40))
                   (gen/tuple (gen/return :from) (gen/vector values 0 40))])
      0 25)))

(defn native-vector [v [op a b :as action]]
  (case op
    :conj (conj v a)
    ;; two divergences: in a subvec, Clojure lets a negative index write before its start; and at the size it calls f
    ;; with nil. The facade refuses both
    :assoc (if (neg? a) (throw (IndexOutOfBoundsException.)) (assoc v a b))
    :update (if (<= 0 a (dec (count v))) (update v a str) (throw (IndexOutOfBoundsException.)))
    :pop (pop v)
    :peek (peek v)
    :subvec (if (= 3 (count action)) (subvec v a b) (subvec v a))
    :into (into v a)
    :from (vec a)))

(defn facade-vector [^List v [op a b :as action]]
  (case op
    :conj (Vectors/conj v a)
    :assoc (Vectors/assoc v (int a) b)
    :update (Vectors/update v (int a) text)
    :pop (Vectors/pop v)
    :peek (Vectors/peek v)
    :subvec (if (= 3 (count action)) (Vectors/subvec v (int a) (int b)) (Vectors/subvec v (int a)))
    :into (Vectors/into v ^Iterable a)
    :from (Vectors/from (ArrayList. ^List a))))

(deftest vectors-change-as-natively
  (holds (prop/for-all [start (gen/vector values 0 5), actions vector-actions]
           (agree native-vector facade-vector start actions))))

;; Maps

(def map-keys (gen/elements [:a :b "c" 1 nil]))

(def maps
  (gen/map map-keys (gen/one-of [values (gen/map map-keys values {:max-elements 3})]) {:max-elements 4}))

(def map-actions
  (let [path (gen/vector (gen/elements [:a :b 1]) 1 3)]
    (gen/vector
      (gen/one-of [(gen/tuple (gen/return :assoc) map-keys values)
                   (gen/tuple (gen/return :dissoc) map-keys)
                   (gen/tuple (gen/return :update) map-keys)
                   (gen/tuple (gen/return :merge) maps)
                   (gen/tuple (gen/return :merge-java) maps)
                   (gen/tuple (gen/return :merge-with) maps)
                   (gen/tuple (gen/return :select-keys) (gen/vector map-keys 0 3))
                   (gen/tuple (gen/return :assoc-in) path values)
                   (gen/tuple (gen/return :update-in) path)
                   (gen/tuple (gen/return :get-in) path)
                   (gen/tuple (gen/return :get-in) path values)
                   (gen/tuple (gen/return :from) maps)
                   (gen/tuple (gen/return :into) (gen/vector map-keys 0 12))])
      0 20)))

(def entries (map (fn [k] (Map/entry (str k) (hash k)))))

(defn native-map [m [op a b :as action]]
  (case op
    :assoc (assoc m a b)
    :dissoc (dissoc m a)
    :update (update m a str)
    :merge (merge m a)
    :merge-java (merge m a)
    :merge-with (merge-with vector m a)
    :select-keys (select-keys m a)
    :assoc-in (assoc-in m a b)
    :update-in (update-in m a str)
    :get-in (if (= 3 (count action)) (get-in m a b) (get-in m a))
    :from (into {} a)
    :into (into m entries a)))

(defn facade-map [^Map m [op a b :as action]]
  (case op
    :assoc (Maps/assoc m a b)
    :dissoc (Maps/dissoc m a)
    :update (Maps/update m a text)
    :merge (Maps/merge m a)
    :merge-java (Maps/merge m (HashMap. ^Map a))
    :merge-with (Maps/mergeWith pair m a)
    :select-keys (Maps/selectKeys m a)
    :assoc-in (Maps/assocIn m a b)
    :update-in (Maps/updateIn m a text)
    :get-in (if (= 3 (count action)) (Maps/getIn m a b) (Maps/getIn m a))
    :from (Maps/from (HashMap. ^Map a))
    :into (Maps/into m (Transducer/wrap entries) a)))

(deftest maps-change-as-natively
  (holds (prop/for-all [start maps, actions map-actions]
           (agree native-map facade-map start actions))))

;; Sets

(def sets (gen/set gen/small-integer {:max-elements 12}))

(def set-actions
  (gen/vector
    (gen/one-of [(gen/tuple (gen/return :conj) values)
                 (gen/tuple (gen/return :disj) gen/small-integer)
                 (gen/tuple (gen/return :into) (gen/vector values 0 12))
                 (gen/tuple (gen/return :from) (gen/vector values 0 12))
                 (gen/tuple (gen/elements [:union :intersection :difference]) sets)])
    0 25))

(defn native-set [s [op a]]
  (case op
    :conj (conj s a)
    :disj (disj s a)
    :into (into s a)
    :from (set a)
    :union (set/union s a)
    :intersection (set/intersection s a)
    :difference (set/difference s a)))

(defn facade-set [^Set s [op a]]
  (case op
    :conj (Sets/conj s a)
    :disj (Sets/disj s a)
    :into (Sets/into s ^Iterable a)
    :from (Sets/from (ArrayList. ^List a))
    :union (Sets/union s a)
    :intersection (Sets/intersection s a)
    :difference (Sets/difference s a)))

(deftest sets-change-as-natively
  (holds (prop/for-all [start sets, actions set-actions]
           (agree native-set facade-set start actions))))

;; Transducers

(defn even-hash? [x] (even? (hash x)))
(defn twice [x] [x x])
(defn text-if-even [x] (when (even-hash? x) (str x)))

(def steps
  (gen/vector
    (gen/one-of [(gen/tuple (gen/elements [:map :map-indexed :mapcat :keep :filter :remove :take-while :drop-while
                                           :partition-by :distinct :dedupe :interpose]))
                 (gen/tuple (gen/elements [:take :drop]) (gen/choose 0 10))
                 (gen/tuple (gen/return :partition-all) (gen/choose 1 5))])
    0 6))

(defn native-step [[op n]]
  (case op
    :map (map twice)
    :map-indexed (map-indexed vector)
    :mapcat (mapcat twice)
    :keep (keep text-if-even)
    :filter (filter even-hash?)
    :remove (remove even-hash?)
    :take-while (take-while even-hash?)
    :drop-while (drop-while even-hash?)
    :partition-by (partition-by even-hash?)
    :distinct (distinct)
    :dedupe (dedupe)
    :interpose (interpose :sep)
    :take (take n)
    :drop (drop n)
    :partition-all (partition-all n)))

(defn facade-step ^Transducer [^Transducer x [op n]]
  (case op
    :map (.map x twice)
    :map-indexed (.mapIndexed x vector)
    :mapcat (.mapcat x twice)
    :keep (.keep x text-if-even)
    :filter (.filter x even-hash?)
    :remove (.remove x even-hash?)
    :take-while (.takeWhile x even-hash?)
    :drop-while (.dropWhile x even-hash?)
    :partition-by (.partitionBy x even-hash?)
    :distinct (.distinct x)
    :dedupe (.dedupe x)
    :interpose (.interpose x :sep)
    :take (.take x (int n))
    :drop (.drop x (int n))
    :partition-all (.partitionAll x (int n))))

(deftest transducers-compose-and-run-as-natively
  (holds (prop/for-all [steps steps, input (gen/vector values 0 40)]
           (let [native (reduce comp identity (map native-step steps))
                 ^Transducer facade (reduce facade-step (Transducer/identity) steps)
                 expected (into [] native input)]
             (and (= expected (.toList facade input))
                  (= expected (.toList facade (ArrayList. ^List input)))
                  (= expected (vec (.eduction facade input)))
                  (= expected (into [] facade input))
                  (= expected (into [] (.unwrap facade) input))
                  (= expected (sequence facade input))
                  (= expected (.transduce facade (reify BiFunction (apply [_ a b] (conj a b))) [] input))
                  (= (transduce native conj #{} input) (transduce facade conj #{} input))
                  (= (into [] (comp native (take 3)) input) (into [] (comp facade (take 3)) input)))))))

;; Single cases

(deftest subvec-with-a-negative-index-is-refused
  (let [part (subvec [0 1] 1)]
    (is (= [1] (assoc part -1 :lost)) "what Clojure does: no exception, no change to be seen")
    (is (thrown-with-msg? IndexOutOfBoundsException #"was -1 \(size 1\)" (Vectors/assoc part -1 :lost)))))

(deftest fact45-vectors-of-integer-and-long-are-equal-to-clojure-only
  (let [of-integer (Vectors/of (object-array [(int 1)]))
        of-long (Vectors/of (object-array [1]))]
    (is (= of-integer of-long))
    (is (not (.equals ^Object of-integer of-long)))))

(deftest keywords-are-clojures-own
  (is (identical? :a (Keywords/of "a")))
  (is (identical? :n/a (Keywords/of "n" "a"))))

(deftest sorted-collections-stay-sorted
  (is (= [[1 :a] [2 :b] [3 :c]] (seq (Maps/assoc (sorted-map 3 :c 1 :a) 2 :b))))
  (is (= [1 2 3] (seq (Sets/conj (sorted-set 3 1) 2)))))

(defrecord Point [x y])

(deftest records-are-maps
  (is (= (->Point 5 2) (Maps/assoc (->Point 1 2) :x 5)))
  (is (= {:y 2} (Maps/dissoc (->Point 1 2) :x))))
