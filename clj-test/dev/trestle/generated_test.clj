(ns dev.trestle.generated-test
  "Lists of actions made at random do the same natively, through the facades, and mixed.

  -Dparity.runs=N runs N lists a type instead of 1,000; -Dparity.seed=S makes other lists."
  (:require [clojure.pprint :as pprint]
            [clojure.string :as str]
            [clojure.test :as test :refer [deftest is]]
            [clojure.test.check :as check]
            [clojure.test.check.properties :as properties]
            [clojure.test.check.results :as results]
            [clojure.walk :as walk]
            [dev.trestle.parity.generators :as generators]
            [dev.trestle.parity.interpreter :as interpreter]
            [dev.trestle.parity.verbs :as verbs]
            [dev.trestle.parity.verdict :as verdict]
            [dev.trestle.parity.words :as words]))

(def ^:private runs (Long/getLong "parity.runs" 1000))
(def ^:private seed (Long/getLong "parity.seed" 20260101))

(defn- run [way scenario]
  (interpreter/run verbs/verbs words/words way scenario))

(defn- loosened
  "What must agree of an exception that the engine or a facade has made is its class, not its message."
  [seen]
  (walk/prewalk (fn [x]
                  (if (and (map? x) (:threw x) (not (#{clojure.lang.ExceptionInfo Error} (:threw x))))
                    (dissoc x :message)
                    x))
                seen))

(defn- difference
  "nil if the ways show what Clojure shows, else the first that does not."
  [ways scenario]
  (let [native (loosened (run :native scenario))]
    (some (fn [way]
            (let [seen (run way scenario)]
              (when-not (verdict/as-expected? way native seen)
                {:way way, :native native, :seen seen})))
          ways)))

(defn- property [generator ways-of]
  (properties/for-all* [generator]
                       (fn [scenario]
                         (let [difference (difference (ways-of scenario) scenario)]
                           (reify results/Result
                             (pass? [_] (nil? difference))
                             (result-data [_] difference))))))

(defn- explain
  "The smallest list that fails, an operation a line with what both have shown."
  [{:keys [shrunk seed num-tests]}]
  (let [{[{:keys [given ops]}] :smallest, {:keys [way native seen]} :result-data} shrunk
        result (:result shrunk)
        line (fn [op a b]
               (str (if (= a b) "   " " ! ") (pr-str op) "  native " (pr-str a) "  here " (pr-str b)))
        lines (map line
                   ops (:results native) (concat (:results seen) (repeat :nothing)))]
    (str "after " num-tests " lists, seed " seed ", " way " differs"
         (when (instance? Throwable result) result) ":\n"
         "given " (pr-str given) "\n"
         (str/join "\n" lines)
         (when (not= (:log native) (:log seen))
           (str "\nlog natively: " (pr-str (:log native)) "\nlog here:     " (pr-str (:log seen)))))))

(defn- mixed-too [{:keys [mixed]}]
  [:facade [:mixed mixed]])

(defn- check-type [type generator]
  (let [start (System/nanoTime)
        result (check/quick-check runs (property generator mixed-too) :seed seed)]
    (println (format "  %s: %d lists, seed %d, %.1f s" type (:num-tests result) seed
                     (/ (- (System/nanoTime) start) 1e9)))
    (test/do-report
     (if (:pass? result)
       {:type :pass}
       {:type :fail
        :message (explain result)
        :expected (-> result :shrunk :result-data :native)
        :actual (-> result :shrunk :result-data :seen)}))))

(defn- check-control
  "A facade that is broken on purpose must be caught, by a list short enough to be read."
  [generator]
  (let [result (check/quick-check (max runs 500) (property generator (constantly [:control])) :seed seed)]
    (is (false? (:pass? result)) "the broken facade passes")
    (is (>= 8 (let [{:keys [length ops]} (-> result :shrunk :smallest first)] (or length (count ops))))
        (with-out-str (pprint/pprint (:shrunk result))))))

(defmacro ^:private deftypes [& types]
  `(do ~@(for [type types
               :let [generator (symbol "generators" (name type))]]
           `(do (deftest ~(symbol (str (name type) "-agree"))
                  (check-type ~(name type) ~generator))
                (deftest ~(symbol (str (name type) "-that-are-broken-are-caught"))
                  (check-control ~generator))))))

(deftypes atoms volatiles refs agents promises delays futures vars vectors maps sets channels mults mixes pubs)

(deftest closes-and-failures-agree
  (doseq [{:keys [given ops] :as scenario} generators/closes-and-failures
          :let [{:keys [way native seen]} (difference (mixed-too scenario) scenario)]
          :when way]
    (test/do-report {:type :fail
                     :message (str way " " given " " ops)
                     :expected native
                     :actual seen}))
  (is (< 2500 (count generators/closes-and-failures))))
