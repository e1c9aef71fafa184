(ns dev.trestle.engine-fixtures.outcomes
  "Tests that end in every way a test can; engine-test runs them."
  (:require [clojure.test :refer [deftest is testing use-fixtures]]))

(def calls (atom []))

(use-fixtures :once (fn [run] (swap! calls conj :once) (run) (swap! calls conj :end)))
(use-fixtures :each (fn [run] (swap! calls conj :each) (run)))

(deftest passes
  (is (= 2 (+ 1 1))))

(deftest fails
  (testing "maps"
    (is (= {:a 1 :b 2} {:a 1 :b 3}))))

(deftest throws
  (is (= 1 (/ 1 0))))

(deftest throws-outside-is
  (throw (ex-info "thrown on purpose" {})))

(deftest asserts-nothing)

(deftest hangs
  (is @(promise)))
