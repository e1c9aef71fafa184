(ns dev.trestle.bench.channels
  "Each function does an operation of the suite `channels` once, or one end of it, as Clojure code would."
  (:require [clojure.core.async :refer [<!! >!! alts!! offer! poll! take!]])
  (:import [java.util.concurrent CompletableFuture]))

(set! *warn-on-reflection* true)

(defn put [ch value] (>!! ch value))
(defn put-take [ch value]
  (>!! ch value)
  (<!! ch))
(defn offer-poll [ch value]
  (when (offer! ch value)
    (poll! ch)))

(defn take-async [ch value n]
  (let [futures (vec (repeatedly n #(let [future (CompletableFuture.)]
                                      (take! ch (fn [v] (.complete future v)) false)
                                      future)))]
    (dotimes [_ n] (>!! ch value))
    (reduce (fn [sum ^CompletableFuture future] (+ sum (.get future))) 0 futures)))
(defn take-async-ready [ch value]
  (>!! ch value)
  (let [future (CompletableFuture.)]
    (take! ch (fn [v] (.complete future v)))
    (.get future)))

(defn select [ports]
  (let [[value] (alts!! ports)] value))
(defn put-select [ch value ports]
  (>!! ch value)
  (select ports))

;; The other thread's end.
(defn take-all [ch]
  (when (some? (<!! ch))
    (recur ch)))
(defn put-all [ports value]
  (when (every? #(>!! % value) ports)
    (recur ports value)))
