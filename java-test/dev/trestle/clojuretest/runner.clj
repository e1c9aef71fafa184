(ns dev.trestle.clojuretest.runner
  "Runs one clojure.test namespace and tells TestEvents about each deftest in it."
  (:require [clojure.data :as data]
            [clojure.java.io :as io]
            [clojure.pprint :as pprint]
            [clojure.string :as str]
            [clojure.test :as test])
  (:import (dev.trestle.clojuretest TestEvents)
           (java.io StringWriter)
           (java.net URL)
           (java.util.concurrent FutureTask TimeUnit TimeoutException)))

(set! *warn-on-reflection* true)

;; Failures

(defn- failure
  "What to throw for a failed assertion, pointing at it rather than at this runner: an
  AssertionError, or a RuntimeException when it failed with a cause."
  ^Throwable [^String message at-ns at-test {:keys [file line]} ^Throwable cause]
  (let [thrown (if cause (RuntimeException. message cause) (AssertionError. message))
        place (StackTraceElement. (str at-ns) (str at-test) (str file) (int (or line 0)))]
    (.setStackTrace ^Throwable thrown (into-array StackTraceElement [place]))
    thrown))

(defn- pretty [x]
  (str/trimr (with-out-str (pprint/pprint x))))

(defn- difference
  "For a failed (is (= a b)): what stands only in a, and what only in b."
  [{:keys [expected actual]}]
  (when (and (seq? expected) (= '= (first expected))
             (seq? actual) (= 'not (first actual))
             (seq? (second actual)) (= 3 (count (second actual))))
    (let [[_ a b] (second actual)
          [only-a only-b] (data/diff a b)]
      (str "\n only in the first:  " (pretty only-a)
           "\n only in the second: " (pretty only-b)))))

(defn- describe [{:keys [type message expected actual contexts file line] :as event}]
  (str (if (= :error type) "ERROR" "FAIL") " (" file ":" line ")"
       (when (seq contexts) (str " " contexts))
       (when message (str "\n" message))
       "\nexpected: " (pretty expected)
       "\n  actual: " (if (instance? Throwable actual) (str actual) (pretty actual))
       (difference event)))

(defn- verdict
  "nil when every assertion passed and there was at least one; else the failure to report."
  [at-ns at-test events]
  (let [bad (filter (comp #{:fail :error} :type) events)
        cause (some #(when (instance? Throwable (:actual %)) (:actual %)) bad)]
    (cond
      (seq bad) (failure (str/join "\n\n" (map describe bad)) at-ns at-test (first bad) cause)
      (empty? events) (failure "a test must assert something, this one ran no assertion"
                               at-ns at-test (meta (ns-resolve at-ns at-test)) nil))))

(defn- fail [^TestEvents events test-name problem]
  (.started events test-name)
  (.finished events test-name problem))

;; Running

(defn- within
  "Runs f on a thread of its own, with this thread's bindings; throws when it takes too long."
  [seconds f]
  (let [task (FutureTask. ^Callable (bound-fn* f))
        thread (doto (Thread. task "clojure.test") (.setDaemon true) (.start))]
    (try
      (.get task (long seconds) TimeUnit/SECONDS)
      (catch TimeoutException _
        (let [trace (.getStackTrace thread)]
          (.interrupt thread)
          (throw (doto (AssertionError. (str "must end within " seconds " s, hangs at:"))
                   (.setStackTrace trace))))))))

(defn- recorder
  "A clojure.test/report that keeps the outcome of each assertion in the given atom."
  [events]
  (fn [event]
    (when (#{:pass :fail :error} (:type event))
      (swap! events conj (assoc event :contexts (test/testing-contexts-str))))))

(defn- run-var
  "Runs one deftest inside its :each fixtures; a Throwable when it failed, else nil."
  [each seconds v]
  (let [events (atom [])
        {at-ns :ns at-test :name} (meta v)]
    (try
      (binding [test/report (recorder events)]
        (within seconds (fn [] (each (fn [] (test/test-var v))))))
      (verdict (ns-name at-ns) at-test @events)
      (catch java.util.concurrent.ExecutionException e
        (ex-cause e))
      (catch Throwable t
        t))))

(defn- fixtures [ns-object kind]
  (test/join-fixtures (kind (meta ns-object))))

(defn- run-vars [ns-object vars seconds ^TestEvents events]
  (let [each (fixtures ns-object ::test/each-fixtures)
        once (fixtures ns-object ::test/once-fixtures)
        ran (atom 0)
        problem (try
                  (once (fn []
                          (doseq [v vars
                                  :let [test-name (str (:name (meta v)))]]
                            (swap! ran inc)
                            (.started events test-name)
                            (.finished events test-name (run-var each seconds v)))))
                  (when (< @ran (count vars))
                    (failure (str "a :once fixture must call its function, "
                                  @ran " of " (count vars) " tests ran")
                             (ns-name ns-object) "fixtures" nil nil))
                  (catch Throwable t
                    t))]
    (when problem
      (fail events "fixtures" problem))))

;; Loading

(defn- ours?
  "Does the warning name a file in a directory of the class path, rather than in a jar?"
  [warning]
  (let [[_ file] (re-find #"^Reflection warning, (.*?):\d+" warning)]
    (when-let [^URL url (and file (io/resource file))]
      (= "file" (.getProtocol url)))))

(defn- load-namespace
  "Loads the namespace; a Throwable when it does not compile or uses reflection, else nil."
  [ns-symbol]
  (let [err (StringWriter.)
        problem (try
                  (binding [*err* err
                            *warn-on-reflection* true]
                    (require ns-symbol))
                  (catch Throwable t
                    t))
        warnings (filter ours? (str/split-lines (str err)))]
    (cond
      problem problem
      (seq warnings) (failure (str/join "\n" warnings) ns-symbol "loads" nil nil))))

(defn- test-vars [ns-object var-name]
  (->> (vals (ns-interns ns-object))
       (filter (comp :test meta))
       (filter #(or (nil? var-name) (= var-name (str (:name (meta %))))))
       (sort-by (comp (juxt :line :column (comp str :name)) meta))))

(defn- run-vars-or-fail [ns-object vars var-name seconds events]
  (if (seq vars)
    (run-vars ns-object vars seconds events)
    (fail events "loads"
          (failure (str "there must be a test to run in " (ns-name ns-object)
                        (when var-name (str ", no deftest " var-name)))
                   (ns-name ns-object) "loads" nil nil))))

(defn run-namespace
  "Loads a namespace and runs its tests, or only the one that is named, and tells what happens.
  A namespace that does not load counts as a failed test \"loads\"."
  [ns-name var-name seconds events]
  (let [ns-symbol (symbol ns-name)]
    (if-let [problem (load-namespace ns-symbol)]
      (fail events "loads" problem)
      (let [ns-object (the-ns ns-symbol)]
        (run-vars-or-fail ns-object (test-vars ns-object var-name) var-name seconds events)))))
