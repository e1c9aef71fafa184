(ns build
  "What Clojure tools need to use this library from its sources: clj -T:build compile-java"
  (:require [clojure.tools.build.api :as b]))

(defn compile-java
  "Compiles java-src into target/classes."
  [_]
  (b/javac {:src-dirs ["java-src"]
            :class-dir "target/classes"
            :basis (b/create-basis {:project "deps.edn"})
            :javac-opts ["--release" "17" "-parameters" "-proc:none"]}))
