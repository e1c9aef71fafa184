;; What a Clojure project sees of the library: its classes and its Clojure sources, working.
(import '[dev.trestle.async Channel] '[dev.trestle.reference Atom])
(let [atom (Atom/of 41)
      channel (Channel/buffered 1)]
  (swap! atom inc)
  (.put channel @atom)
  (assert (= 42 (.take channel))))
(println "dev.trestle works from"
         (str (.getLocation (.getCodeSource (.getProtectionDomain Atom)))))
(shutdown-agents)
