;; What a Clojure project sees of the library: its classes, working.
(import 'dev.trestle.internal.Boot)
(Boot/ensure)
(Boot/require "clojure.set")
(assert (find-ns 'clojure.set))
(println "dev.trestle works from"
         (str (.getLocation (.getCodeSource (.getProtectionDomain Boot)))))
(shutdown-agents)
