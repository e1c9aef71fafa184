(ns dev.trestle.bench.overhead
  "Each function does an operation of the suite `overhead` once, as Clojure code would: compiled when it is loaded.")

;; The user's functions, the same as Java's.
(defn plus-one ^long [^long n] (unchecked-inc n))
(defn plus ^long [^long n ^long m] (unchecked-add n m))
(defn minus ^long [^long n ^long m] (unchecked-subtract n m))

(defn atom-deref [a] @a)
(defn atom-swap [a] (swap! a plus-one))
(defn atom-swap-with [a n] (swap! a plus n))
(defn atom-swap-vals [a]
  (let [[before after] (swap-vals! a plus-one)] (unchecked-subtract (long after) (long before))))
(defn atom-reset [a n] (reset! a n))
(defn atom-reset-vals [a n]
  (let [[before after] (reset-vals! a n)] (unchecked-subtract (long after) (long before))))
(defn atom-compare-and-set [a before after] (compare-and-set! a before after))

(defn ref-deref [r] @r)
(defn ref-derefs [r]
  (dosync (loop [i 0 sum 0]
            (if (< i 100) (recur (inc i) (unchecked-add sum (long @r))) sum))))
(defn ref-alter [r] (dosync (alter r plus-one)))
(defn ref-set-one [r n] (dosync (ref-set r n)))
(defn ref-transfer [from to n] (dosync (alter from minus n) (alter to plus n)))
(defn ref-commute [r] (dosync (commute r plus-one)))
(defn ref-ensure [r] (dosync (ensure r)))

(defn agent-sends [a n]
  (dotimes [_ n] (send a plus-one))
  (await a)
  a)
(defn agent-send-async [a]
  (let [p (promise)]
    (send a (fn [state]
              (let [n (plus-one state)]
                (deliver p n)
                n)))
    @p))

(defn volatile-swap [v] (vswap! v plus-one))

(defn var-deref [v] @v)
(defn var-with-bindings [bindings n] (with-bindings bindings n))

(defn future-deref [n] @(future n))
(defn promise-new [] (promise))
(defn promise-deliver-deref [p n] (deliver p n) @p)
(defn delay-new [n] (delay n))
(defn delay-force [d] (force d))
(defn delay-deref [d] @d)

(defn vector-conj [v x] (conj v x))
(defn vector-nth [v] (nth v 50))
(defn vector-assoc [v x] (assoc v 50 x))
(defn map-assoc [m k x] (assoc m k x))
(defn map-assoc-in [m path x] (assoc-in m path x))
(defn map-update-in [m path] (update-in m path plus-one))
(defn map-get-in [m path] (get-in m path))
(defn transducer [] (comp (map plus-one) (filter (fn [^long n] (even? n)))))
(defn transducer-into [to xform from] (into to xform from))
