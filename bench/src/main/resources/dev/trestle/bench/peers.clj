(ns dev.trestle.bench.peers
  "The loops of the suite `channels-peers` as Clojure code has them on threads of its own."
  (:require [clojure.core.async :refer [<!! >!! alts!! chan]]))

(defn channel [capacity]
  (if (pos? (long capacity)) (chan capacity) (chan)))

(defn send-all [to value n]
  (dotimes [_ n] (>!! to value)))
(defn receive-all [from n]
  (dotimes [_ n] (<!! from)))
(defn forward-all [from to n]
  (dotimes [_ n] (>!! to (<!! from))))
(defn select-all [one other n]
  (let [ports [one other]]
    (dotimes [_ n] (alts!! ports))))
