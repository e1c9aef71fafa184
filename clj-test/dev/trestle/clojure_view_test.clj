(ns dev.trestle.clojure-view-test
  "Clojure's own functions on the facades themselves, as a Clojure caller would use what Java hands over."
  (:require [clojure.test :refer [deftest is testing]]
            [dev.trestle.parity.lambda :as lambda])
  (:import (dev.trestle.concurrent ClojureFuture Delay Promise)
           (dev.trestle.reference Agent Atom Change Ref Reference ThrowingSupplier Stm Var Volatile)
           (java.util.concurrent CompletableFuture ExecutionException)))

(defn- atom-of [v] (Atom/of v))
(defn- ref-of [v] (Ref/of v))
(defn- agent-of [v] (Agent/of v))
(defn- var-of [v] (Var/dynamic v))

(def ^:private references
  "A facade of each kind of reference, with the value 1."
  {:atom #(atom-of 1), :ref #(ref-of 1), :agent #(agent-of 1), :var #(var-of 1)})

(defmacro ^:private each-reference
  "Runs the body with r bound to a facade of each kind."
  [[r] & body]
  `(doseq [[kind# make#] references]
     (testing kind#
       (let [~r (make#)] ~@body))))

;; Reading

(deftest deref-reads-every-facade
  (each-reference [r]
    (is (= 1 @r))
    (is (= 1 (deref r))))
  (is (= 1 @(Volatile/of 1)))
  (is (= 1 @(ClojureFuture/call (lambda/task (constantly 1)))))
  (is (= 1 @(doto (Promise/create) (deliver 1))))
  (is (= 1 @(Delay/of (lambda/supplier (constantly 1))))))

(deftest deref-with-a-timeout
  (let [p (Promise/create)
        f (ClojureFuture/from (CompletableFuture.))]
    (is (= :late (deref p 1 :late)))
    (is (= :late (deref f 1 :late)))
    (deliver p :value)
    (is (= :value (deref p 1 :late))))
  (testing "of what cannot be waited for is Clojure's own ClassCastException"
    (is (thrown? ClassCastException (deref (atom-of 1) 1 :late)))
    (is (thrown? ClassCastException (deref (Delay/of (lambda/supplier (constantly 1))) 1 :late)))))

;; Atoms

(deftest swap-takes-any-number-of-arguments
  (let [a (atom-of 1)]
    (is (= 2 (swap! a inc)))
    (is (= 4 (swap! a + 2)))
    (is (= 10 (swap! a + 2 4)))
    (is (= 20 (swap! a + 1 2 3 4)))
    (is (= 120 (apply swap! a + (repeat 100 1))))
    (is (= 120 (.deref ^Atom a)))))

(deftest swap-vals-takes-any-number-of-arguments
  (let [a (atom-of 1)]
    (is (= [1 2] (swap-vals! a inc)))
    (is (= [2 4] (swap-vals! a + 2)))
    (is (= [4 10] (swap-vals! a + 2 4)))
    (is (= [10 20] (swap-vals! a + 1 2 3 4)))))

(deftest reset-and-reset-vals
  (let [a (atom-of 1)]
    (is (= 2 (reset! a 2)))
    (is (= [2 nil] (reset-vals! a nil)))
    (let [[before after] (reset-vals! a 3)]
      (is (= [nil 3] [before after])))
    (testing "the pair is a vector to Clojure and a Change to Java"
      (let [pair (reset-vals! a 4)]
        (is (vector? pair))
        (is (= [3 4] pair))
        (is (= (hash [3 4]) (hash pair)))
        (is (= [3 4 5] (conj pair 5)))
        (is (instance? Change pair))))))

(deftest compare-and-set-by-identity
  (let [old (Object.)
        a (atom-of old)]
    (is (false? (compare-and-set! a (Object.) :new)))
    (is (true? (compare-and-set! a old :new)))
    (is (= :new @a))))

;; What all references share

(deftest watches-from-both-languages-see-each-others-changes
  (let [seen (atom [])
        a (atom-of 1)]
    (is (identical? a (add-watch a :clj (fn [k r before after]
                                          (swap! seen conj [k (= @r after) before after])))))
    (.watch ^Reference a "java" (lambda/bi-consumer (fn [before after]
                                                      (swap! seen conj [:java before after]))))
    (swap! a inc)
    (.reset ^Atom a 5)
    (is (= #{[:clj true 1 2] [:java 1 2] [:clj true 2 5] [:java 2 5]} (set @seen)))
    (is (identical? a (remove-watch a :clj)))
    (remove-watch a "java")
    (swap! a inc)
    (is (= 4 (count @seen)))))

(deftest watches-of-every-reference
  (each-reference [r]
    (is (identical? r (add-watch r :k (fn [& _]))))
    (is (= [:k] (keys (.getWatches ^clojure.lang.IRef r))))
    (remove-watch r :k)
    (is (empty? (.getWatches ^clojure.lang.IRef r)))))

(deftest validators-of-every-reference
  (each-reference [r]
    (is (nil? (get-validator r)))
    (set-validator! r number?)
    (is (identical? number? (get-validator r)))
    (is (thrown? IllegalStateException (set-validator! r string?)))
    (is (identical? number? (get-validator r)))
    (set-validator! r nil)
    (is (nil? (get-validator r)))))

(deftest a-validator-set-from-clojure-holds-for-java
  (let [a (atom-of 1)]
    (set-validator! a pos?)
    (is (thrown? IllegalStateException (.reset ^Atom a -1)))
    (is (thrown? IllegalStateException (reset! a -1)))
    (is (= 1 @a))))

(deftest metadata-of-every-reference
  (each-reference [r]
    (reset-meta! r {:a 1})
    (is (= {:a 1} (meta r)))
    (is (= {:a 1 :b 2} (alter-meta! r assoc :b 2)))
    (is (= {:a 1 :b 2} (meta r) (.meta ^Reference r)))
    (is (= {:b 2} (alter-meta! r dissoc :a)))))

;; Futures, promises, delays

(deftest realized-asks-what-is-waited-for
  (let [p (Promise/create)
        d (Delay/of (lambda/supplier (constantly 1)))
        f (ClojureFuture/from (CompletableFuture.))]
    (is (not-any? realized? [p d f]))
    (deliver p 1)
    @d
    (is (every? realized? [p d (ClojureFuture/from (CompletableFuture/completedFuture 1))]))))

(deftest deliver-and-calling-a-promise
  (let [p (Promise/create)]
    (is (identical? p (deliver p 1)))
    (is (nil? (deliver p 2)))
    (is (= 1 @p)))
  (let [p (Promise/create)]
    (is (identical? p (p :called)))
    (is (nil? (p :again)))
    (is (ifn? p))
    (run! p [1 2])
    (is (= :called @p)))
  (testing "a promise of Clojure's, delivered through a facade of it"
    (let [p (promise)]
      (is (true? (.deliver (Promise/wrap p) 1)))
      (is (= 1 @p)))))

(deftest future-functions
  (let [^CompletableFuture pending (CompletableFuture.)
        f (ClojureFuture/from pending)]
    (is (future? f))
    (is (not (future-done? f)))
    (is (not (future-cancelled? f)))
    (is (true? (future-cancel f)))
    (is (future-done? f))
    (is (future-cancelled? f))
    (is (.isCancelled pending)))
  (testing "what a task throws is the cause of an ExecutionException"
    (is (thrown-with-msg? ExecutionException #"boom"
                          @(ClojureFuture/call (lambda/task #(throw (ex-info "boom" {}))))))))

(deftest force-knows-only-the-raw-delay
  (let [d (Delay/of (lambda/supplier (constantly 1)))]
    (is (identical? d (force d)))
    (is (= 1 (force (.unwrap ^Delay d))))
    (is (not (delay? d)))
    (is (delay? (.unwrap ^Delay d)))))

;; Where Clojure's functions cast, the raw object is one call away

(deftest clojures-transactions-take-the-raw-ref-and-join-java
  (let [r (ref-of 1)
        raw (.unwrap ^Ref r)
        ^ThrowingSupplier body (lambda/body #(do (alter raw inc) (.alter ^Ref r (lambda/function inc))))]
    (is (thrown? ClassCastException (dosync (alter r inc))))
    (is (= 2 (dosync (alter raw inc))))
    (is (= 4 (Stm/dosync body)))
    (is (= 4 @r @raw))
    (is (= 5 (dosync (.alter ^Ref r (lambda/function inc)))))))

(deftest clojures-sends-take-the-raw-agent
  (let [a (agent-of 1)
        raw (.unwrap ^Agent a)]
    (is (thrown? ClassCastException (send a inc)))
    (send raw inc)
    (.send ^Agent a (lambda/function inc))
    (await raw)
    (is (= 3 @a @raw))))

(deftest clojures-binding-takes-the-raw-var
  (let [x (var-of 1)]
    (with-bindings {(.unwrap ^Var x) 2}
      (is (= 2 @x))
      (is (.isThreadBound ^Var x)))
    (is (= 1 @x))))

;; Identity

(def ^:private wraps
  "Clojure's object, how Java wraps it, and how it comes back."
  [[:atom #(atom 1) #(Atom/wrap %) #(.unwrap ^Atom %)]
   [:ref #(ref 1) #(Ref/wrap %) #(.unwrap ^Ref %)]
   [:agent #(agent 1) #(Agent/wrap %) #(.unwrap ^Agent %)]
   [:var #(clojure.lang.Var/create 1) #(Var/wrap %) #(.unwrap ^Var %)]
   [:volatile #(volatile! 1) #(Volatile/wrap %) #(.unwrap ^Volatile %)]
   [:promise #(doto (promise) (deliver 1)) #(Promise/wrap %) #(.unwrap ^Promise %)]
   [:delay #(delay 1) #(Delay/wrap %) #(.unwrap ^Delay %)]
   [:future #(future 1) #(ClojureFuture/wrap %) #(.unwrap ^ClojureFuture %)]])

(deftest wrap-and-unwrap-give-the-same-object
  (doseq [[kind make wrap unwrap] wraps
          :let [raw (make)
                facade (wrap raw)]]
    (testing kind
      (is (identical? raw (unwrap facade)))
      (is (identical? facade (wrap facade)) "a facade is wrapped as it is")
      (is (= 1 @facade)))))

(deftest two-facades-of-one-object-are-equal
  (doseq [[kind make wrap] wraps
          :let [raw (make)
                [a b other] [(wrap raw) (wrap raw) (wrap (make))]]]
    (testing kind
      (is (= a b))
      (is (= (hash a) (hash b)))
      (is (= (.hashCode ^Object a) (.hashCode ^Object b)))
      (is (= 1 (count (hash-set a b))))
      (is (= :found ({a :found} b)))
      (is (not= a other))
      (is (not= a raw)))))

(deftest wrap-refuses-what-is-something-else
  (doseq [[kind _ wrap] wraps
          wrong [nil 1 "text" (Object.)]]
    (testing [kind wrong]
      (is (thrown? RuntimeException (wrap wrong)))
      (when wrong
        (is (thrown? IllegalArgumentException (wrap wrong)))))))

;; Printing

(deftest printing-shows-the-state
  (let [value #(second (re-matches #"#object\[dev\.trestle\.\S+ 0x\p{XDigit}+ (\{.*\})\]" (pr-str %)))]
    (is (= "{:status :ready, :val {:a [1 \"x\"]}}" (value (atom-of {:a [1 "x"]}))))
    (is (= "{:status :ready, :val 1}" (value (ref-of 1))))
    (is (= "{:status :ready, :val 1}" (value (agent-of 1))))
    (is (= "{:status :ready, :val 1}" (value (Volatile/of 1))))
    (is (= "{:status :pending, :val nil}" (value (Promise/create))))
    (is (= "{:status :ready, :val 1}" (value (doto (Promise/create) (deliver 1)))))
    (is (= "{:status :pending, :val nil}" (value (Delay/of (lambda/supplier (constantly 1))))))
    (is (= "{:status :pending, :val nil}" (value (ClojureFuture/from (CompletableFuture.)))))
    (is (= "{:status :ready, :val 1}" (value (ClojureFuture/from (CompletableFuture/completedFuture 1)))))))

(deftest str-is-for-people
  (is (= "Atom[42]" (str (atom-of 42))))
  (is (= "Ref[[1 2]]" (str (ref-of [1 2]))))
  (is (= "Promise[pending]" (str (Promise/create))))
  (is (= "Delay[pending]" (str (Delay/of (lambda/supplier (constantly 1)))))))

;; Functions that cross and come back

(deftest a-lambda-that-crosses-and-comes-back-is-the-same
  (let [a (atom-of 1)
        predicate (lambda/predicate pos?)]
    (.validator ^Reference a predicate)
    (is (identical? predicate (.validator ^Reference a)))
    (set-validator! (atom-of 1) (get-validator a))
    (testing "by way of another reference, handed over by Clojure"
      (let [b (atom-of 2)]
        (set-validator! b (get-validator a))
        (is (identical? predicate (.validator ^Reference b)))))))

(deftest a-function-that-crosses-and-comes-back-is-the-same
  (let [a (atom-of 1)
        b (atom-of 1)]
    (set-validator! a pos?)
    (.validator ^Reference b (.validator ^Reference a))
    (is (identical? pos? (get-validator b)))))

(deftest an-error-handler-that-crosses-and-comes-back-is-the-same
  (let [a (agent-of 1)
        b (agent-of 1)
        handler (lambda/bi-consumer (fn [_ _]))]
    (.errorHandler ^Agent a handler)
    (is (identical? handler (.errorHandler ^Agent a)))
    (set-error-handler! (.unwrap ^Agent b) (error-handler (.unwrap ^Agent a)))
    (is (identical? handler (.errorHandler ^Agent b)))))
