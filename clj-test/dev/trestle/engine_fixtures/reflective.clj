(ns dev.trestle.engine-fixtures.reflective
  "Compiles with reflection; engine-test runs it."
  (:require [clojure.test :refer [deftest is]]))

(deftest reflects
  (is (= 1 (.length (identity "a")))))
