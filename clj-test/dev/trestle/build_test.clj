(ns dev.trestle.build-test
  "What the build says twice must agree: pom.xml, examples/pom.xml and deps.edn."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.test :refer [deftest is]]
            [clojure.xml :as xml]))

(defn- elements [file]
  (filter map? (xml-seq (xml/parse (io/file file)))))

(defn- text-of [file tag]
  (some #(when (= tag (:tag %)) (first (:content %))) (elements file)))

(deftest deps-edn-names-the-versions-of-the-pom
  (let [{:keys [deps aliases]} (edn/read-string (slurp "deps.edn"))
        version (fn [deps lib] (get-in deps [lib :mvn/version]))]
    (is (= (text-of "pom.xml" :clojure.version) (version deps 'org.clojure/clojure)))
    (is (= (text-of "pom.xml" :core.async.version) (version deps 'org.clojure/core.async)))
    (is (= (text-of "pom.xml" :jspecify.version) (version deps 'org.jspecify/jspecify)))
    (is (= (text-of "pom.xml" :test.check.version)
           (version (get-in aliases [:test :extra-deps]) 'org.clojure/test.check)))
    (is (= 3 (count deps)))))

(deftest the-examples-find-their-libraries-without-a-download
  (is (= #{(str "com.h2database:h2:" (text-of "examples/pom.xml" :h2.version))
           (str "info.picocli:picocli:" (text-of "examples/pom.xml" :picocli.version))
           (str "org.ow2.asm:asm:" (text-of "examples/pom.xml" :asm.version))}
         (set (for [{:keys [tag content]} (elements "pom.xml")
                    :when (= :extraArtifact tag)]
                (first content))))))
