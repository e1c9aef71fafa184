(ns dev.trestle.run-tests
  "Runs the clojure.test namespaces from Clojure tools: clj -X:test. The whole check is ./mvnw verify."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :as test])
  (:import (java.io File)
           (java.net URLDecoder)))

(set! *warn-on-reflection* true)

(defn- junit-only?
  "Does the namespace test the JUnit side, which is not on the class path here?"
  [^File file]
  (str/includes? (slurp file) "org.junit"))

(defn- test-namespaces [^File root]
  (for [^File file (sort (file-seq root))
        :when (and (str/ends-with? (.getName file) "_test.clj") (not (junit-only? file)))]
    (-> (str (.relativize (.toPath root) (.toPath file)))
        (str/replace #"\.clj$" "")
        (str/replace File/separator ".")
        (str/replace "_" "-")
        symbol)))

(defn- source-root []
  (let [here (io/resource "dev/trestle/run_tests.clj")]
    (nth (iterate #(.getParentFile ^File %)
                  (io/file (URLDecoder/decode (.getPath here) "UTF-8")))
         3)))

(defn run
  "Runs every test namespace, or only the one that is named; exits with 1 when one fails."
  [{:keys [only]}]
  (let [namespaces (if only [(symbol (str only))] (test-namespaces (source-root)))]
    (assert (seq namespaces) "there must be a test namespace to run")
    (apply require namespaces)
    (let [result (apply test/run-tests namespaces)]
      (System/exit (if (test/successful? result) 0 1)))))
