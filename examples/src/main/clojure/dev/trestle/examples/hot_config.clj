(ns dev.trestle.examples.hot-config
  "The configuration of HotConfig.java, seen and changed from Clojure. It is the same atom: Java's validator
  holds here, and a watcher from here sees Java's changes."
  (:import (dev.trestle.examples HotConfig HotConfig$Config)))

(defn connections [config]
  (.connections ^HotConfig$Config @config))

(defn set-connections! [config n]
  (swap! config #(.withConnections ^HotConfig$Config % n))
  (connections config))

(defn record-changes
  "Collects the numbers of connections, from now on, in an atom of Clojure's."
  [config]
  (let [seen (atom [])]
    (add-watch config ::record (fn [_ _ _ new] (swap! seen conj (.connections ^HotConfig$Config new))))
    seen))

(defn -main []
  (let [config (HotConfig/start "localhost" 10)
        seen (record-changes config)]
    (println "connections:" (set-connections! config 20))
    (println "refused:" (try (set-connections! config 200) (catch IllegalStateException _ "200 connections")))
    (println "seen:" @seen)))
