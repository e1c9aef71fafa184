(ns dev.trestle.parity.words
  "The functions that scenarios name.")

(defn- boom [& _]
  (throw (ex-info "boom" {})))

(defn- bang [& _]
  (throw (Error. "bang")))

(defn- disk-full [& _]
  (throw (java.io.IOException. "disk full")))

(def words
  {:inc inc
   :dec dec
   :+ +
   :* *
   :max max
   :conj conj
   :assoc assoc
   :str str
   :identity identity
   :nil (constantly nil)
   :pos? pos?
   :even? even?
   :number? number?
   :non-negative? (complement neg?)
   :boom boom
   :bang bang
   :disk-full disk-full
   :some? some?
   :boom-quietly (constantly :ignored)
   :boom-at-3 #(if (= 3 %) (boom) %)
   :keyword keyword
   :vector vector
   :list list
   :odd? odd?
   :first first
   :sorted sort
   :twice #(vector % %)
   :ex-message ex-message
   ;; words with arguments
   :add (fn [n] #(+ n %))
   :append (fn [x] #(conj % x))
   :const constantly})
