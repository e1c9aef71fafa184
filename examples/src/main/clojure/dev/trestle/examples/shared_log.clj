(ns dev.trestle.examples.shared-log
  "The log of SharedLog.java, written from Clojure too. The agent holds one of Clojure's own vectors."
  (:import (dev.trestle.examples SharedLog)
           (dev.trestle.reference Agent)))

(defn log! [^Agent log line]
  (send (.unwrap log) conj line))

(defn lines
  "What is logged when everything sent from this thread has been."
  [^Agent log]
  (await (.unwrap log))
  @log)

(defn -main []
  (let [log (SharedLog.)
        agent (.agent log)]
    (.log log "from Java")
    (log! agent "from Clojure")
    (println (lines agent))
    (shutdown-agents)))
