(ns dev.trestle.coverage-test
  "The coverage table against the vars that exist in Clojure and the methods that exist in Java."
  (:require [clojure.set :as set]
            [clojure.test :refer [deftest is testing]]
            [dev.trestle.coverage.table :as table]
            [dev.trestle.pages :as pages]))

(defmacro ^:private each-table [[t] & body]
  `(doseq [~t (table/tables)]
     (testing (:file ~t)
       ~@body)))

(deftest the-namespaces-that-must-be-covered-are
  (is (set/subset? '#{clojure.core clojure.core.reducers clojure.core.async} (set (map :namespace (table/tables))))))

(deftest every-public-var-is-in-the-table
  (each-table [t]
    (is (= #{} (set/difference (table/public-vars t) (set (table/named t))))
        "new vars: give each a Java counterpart, a reason, or an area among :elsewhere")))

(deftest every-var-of-the-table-exists-once
  (each-table [t]
    (is (= #{} (set/difference (set (table/named t)) (table/public-vars t))) "these are no vars")
    (is (= [] (for [[v n] (frequencies (table/named t)) :when (< 1 n)] v)) "these are there twice")))

(deftest every-entry-has-a-counterpart-or-a-reason
  (each-table [t]
    (doseq [{:keys [var java why]} (table/entries t)]
      (is (if why
            (and (nil? java) (string? why) (< 20 (count why)))
            (seq java))
          var))))

(deftest every-java-counterpart-exists
  (each-table [t]
    (doseq [{:keys [var java]} (table/entries t)
            method java]
      (is (table/method-exists? method) (str var ": " method)))))

(deftest a-method-that-does-not-exist-is-noticed
  (is (table/method-exists? "reference.Atom#swap(Function)"))
  (is (not (table/method-exists? "reference.Atom#swap(Supplier)")))
  (is (not (table/method-exists? "reference.Atom#swop(Function)")))
  (is (not (table/method-exists? "reference.Adam#swap(Function)")))
  (is (not (table/method-exists? "reference.AtomFacade#swap(Function)")) "it is not public"))

(deftest what-sounds-like-state-is-not-among-the-others
  (each-table [{:keys [sounds-like-state only-sounds elsewhere]}]
    (when sounds-like-state
      (is (= (set only-sounds)
             (set (filter #(re-find (re-pattern sounds-like-state) (name %))
                          (apply concat (vals elsewhere)))))))))

(deftest the-coverage-page-is-fresh
  (pages/check "docs/coverage.md" (table/page (table/tables))))
