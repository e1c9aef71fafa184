(ns dev.trestle.engine-fixtures.untold
  "Has a :once fixture that forgets to run the tests; engine-test runs it."
  (:require [clojure.test :refer [deftest is use-fixtures]]))

(use-fixtures :once (fn [_run]))

(deftest never-runs
  (is true))
