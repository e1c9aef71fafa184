(ns dev.trestle.examples.transfers
  "The accounts of Transfers.java, in Clojure's own transactions. A facade is read with @ like any ref; alter and
  its like insist on Clojure's class, so they get what the facade stands for."
  (:import (dev.trestle.examples Transfers Transfers$InsufficientFunds)
           (dev.trestle.reference Ref)))

(defn transfer! [^Ref from ^Ref to amount]
  (dosync
   (alter (.unwrap from) - amount)
   (alter (.unwrap to) + amount)
   (when (neg? @from)
     (throw (ex-info "insufficient funds" {:missing (- @from)})))))

(defn transfer-twice!
  "Java's method joins the transaction that Clojure has begun: both transfers happen, or none."
  [from to amount]
  (dosync
   (Transfers/transfer from to amount)
   (Transfers/transfer from to amount)))

(defn -main []
  (let [ada (Ref/of 100)
        bob (Ref/of 50)]
    (transfer! ada bob 30)
    (println "ada" @ada "bob" @bob)
    (println "refused:" (try (transfer-twice! ada bob 50)
                             (catch Transfers$InsufficientFunds e (ex-message e))))
    (println "ada" @ada "bob" @bob)))
