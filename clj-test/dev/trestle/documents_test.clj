(ns dev.trestle.documents-test
  "Runs the Clojure code that README and guide show."
  (:require [clojure.test :refer [deftest is]])
  (:import [dev.trestle.concurrent Promise]
           [dev.trestle.reference Agent Atom Ref]))

(set! *warn-on-reflection* true)

;; snippet
(defn audit [ada bob log]       ; the facades, as Java passes them
  (add-watch log :print (fn [_ _ _ lines] (println (peek lines))))
  (+ @ada @bob))
;; end

(deftest audit-reads-and-watches-what-java-made
  (let [log (Agent/of [])]
    (is (= 100 (audit (Ref/of 70) (Ref/of 30) log)))
    (is (= "30 to bob\n"
           (with-out-str
             (.get (.sendAsync ^Agent log
                               (reify java.util.function.Function
                                 (apply [_ lines] (conj lines "30 to bob"))))))))))

(deftest shared-state-is-one-object
  (let [config (Atom/of {:rate 10})
        answer (Promise/create)]
    ;; snippet
    (swap! config assoc :rate 20)
    (add-watch config :log (fn [_ _ before after] (println before "->" after)))
    (deliver answer @config)
    ;; end
    (is (= {:rate 20} (.deref ^Atom config)))
    (is (= {:rate 20} (.deref ^Promise answer)))
    (is (= "{:rate 20} -> {:rate 30}\n" (with-out-str (swap! config assoc :rate 30))))))
