(ns dev.trestle.examples.busy-server
  "The gate of BusyServer.java, from Clojure."
  (:import (dev.trestle.examples BusyServer)
           (dev.trestle.pipeline Gate Gate$Admission)))

(defn serve
  "Answers a request by f, unless the gate is full."
  [^Gate gate f request]
  (with-open [^Gate$Admission admission (.tryEnter gate)]
    (if (.isAdmitted admission)
      (f request)
      (str "503 " (.outcome admission)))))

(defn -main []
  (let [gate (Gate/of 1)]
    (println (serve gate (fn [request] (str "200 " request ", inside: " (serve gate str "again"))) "/first"))
    (println (serve gate #(str "200 " %) "/second"))
    (let [server (BusyServer.)]
      (.recover server)
      (println (.handle server "/third"))
      (.stop server))))
