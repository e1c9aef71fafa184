(ns dev.trestle.engine-test
  "The engine that runs these tests must itself fail on failures, errors and bad namespaces."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [dev.trestle.engine-fixtures.outcomes :as outcomes])
  (:import (org.junit.platform.engine DiscoverySelector TestExecutionResult)
           (org.junit.platform.engine.discovery DiscoverySelectors)
           (org.junit.platform.testkit.engine EngineTestKit Event)))

(defn- run
  "Runs what clj.only selects; a map of test name to :passed or to the Throwable it failed with."
  [only]
  (let [marker (DiscoverySelectors/selectClass "dev.trestle.clojuretest.ClojureTests")
        results (-> (EngineTestKit/engine "clojure-test")
                    (.configurationParameter "clj.only" only)
                    (.configurationParameter "clj.timeout" "1")
                    (.selectors ^"[Lorg.junit.platform.engine.DiscoverySelector;" (into-array DiscoverySelector [marker]))
                    (.execute))]
    (into {}
          (for [^Event event (.list (.finished (.testEvents results)))]
            [(.getDisplayName (.getTestDescriptor event))
             (-> ^TestExecutionResult (.getRequiredPayload event TestExecutionResult)
                 (.getThrowable)
                 (.orElse :passed))]))))

(defn- message [result]
  (if (instance? Throwable result) (ex-message result) ""))

(deftest each-test-is-reported-as-it-ended
  (reset! outcomes/calls [])
  (let [{:strs [passes fails throws throws-outside-is asserts-nothing hangs] :as results}
        (run "dev.trestle.engine-fixtures.outcomes")]
    (is (= 6 (count results)))
    (is (= :passed passes))
    (is (instance? AssertionError fails))
    (is (str/includes? (message fails) "maps"))
    (is (str/includes? (message fails) "only in the second: {:b 3}"))
    (is (instance? RuntimeException throws))
    (is (instance? ArithmeticException (ex-cause throws)))
    (is (str/includes? (message throws-outside-is) "thrown on purpose"))
    (is (str/includes? (message asserts-nothing) "must assert something"))
    (is (str/includes? (message hangs) "must end within 1 s"))
    (is (= [:once :each :each :each :each :each :each :end] @outcomes/calls))))

(deftest one-var-can-be-selected
  (is (= {"passes" :passed} (run "dev.trestle.engine-fixtures.outcomes/passes"))))

(deftest a-namespace-that-does-not-compile-fails
  (let [results (run "dev.trestle.engine-fixtures.broken")]
    (is (= ["loads"] (keys results)))
    (is (instance? clojure.lang.Compiler$CompilerException (results "loads")))))

(deftest a-namespace-that-uses-reflection-fails
  (let [results (run "dev.trestle.engine-fixtures.reflective")]
    (is (= ["loads"] (keys results)))
    (is (str/includes? (message (results "loads")) "Reflection warning"))))

(deftest a-fixture-that-runs-no-test-fails
  (let [results (run "dev.trestle.engine-fixtures.untold")]
    (is (str/includes? (message (results "fixtures")) "0 of 1 tests ran"))))

(deftest a-selection-that-runs-nothing-fails
  (is (instance? java.io.FileNotFoundException ((run "dev.trestle.no-such-test") "loads")))
  (is (str/includes? (message ((run "dev.trestle.engine-fixtures.outcomes/no-such") "loads"))
                     "must be a test to run")))
