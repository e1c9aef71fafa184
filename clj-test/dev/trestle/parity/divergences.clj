(ns dev.trestle.parity.divergences
  "The page of deliberate divergences, made from the table of scenarios."
  (:require [clojure.string :as str]
            [dev.trestle.pages :as pages]
            [dev.trestle.parity.verdict :as verdict]))

(defn- shown [x]
  (cond
    (and (map? x) (:threw x))
    (str "throws " (.getSimpleName ^Class (:threw x))
         (when-let [message (:message x)] (str " \"" message "\""))
         (when-let [cause (:cause x)] (str ", caused by " (subs (shown cause) (count "throws ")))))

    (vector? x) (str "[" (str/join " " (map shown x)) "]")
    :else (pr-str x)))

(defn- code [x]
  (str "`" x "`"))

(defn- ours
  "What is to be seen of the facade: of those that differ only when Clojure asks, that."
  [{:keys [mixed] :as scenario}]
  (let [native (verdict/expectation scenario :native)]
    (or (first (remove #{native} (cons (verdict/expectation scenario :facade)
                                       (map #(verdict/expectation scenario [:mixed %]) (keys mixed)))))
        native)))

(defn- rows
  "Each operation with what both show; where one of them did not get that far, all at once."
  [{:keys [ops] :as scenario}]
  (let [native (:results (verdict/expectation scenario :native))
        ours (:results (ours scenario))
        both (fn [op a b] [op (code (shown a)) (if (= a b) "the same" (code (shown b)))])]
    (if (= (count ops) (count native) (count ours))
      (map both (map (comp code pr-str) ops) native ours)
      [(both "all" native ours)])))

(defn- log-rows [scenario]
  (let [native (:log (verdict/expectation scenario :native))
        ours (:log (ours scenario))
        listed #(if (seq %) (str/join ", " (map (comp code shown) %)) "nothing")]
    (when (not= native ours)
      [["what is noticed meanwhile" (listed native) (listed ours)]])))

(defn- section [{:keys [id divergence given] :as scenario}]
  (str "### " (namespace id) ": " (str/replace (name id) "-" " ") "\n\n"
       (str/replace divergence #"\s+" " ") "\n\n"
       "Given " (str/join ", " (map (comp code pr-str) given)) ":\n\n"
       (pages/table ["Operation" "Clojure" "Trestle"] (concat (rows scenario) (log-rows scenario)))
       "\n"))

(defn page [areas]
  (str "# Where Trestle and Clojure differ\n\n"
       "Every scenario of the parity suite runs natively in Clojure, through the facades, and mixed, and must show the\n"
       "same. These differ on purpose. The page is made from that table (`clj-test/dev/trestle/parity/scenarios`).\n"
       "A change that is made from Clojure, on a facade or on what is behind it, behaves as Clojure's own does.\n\n"
       (str/join
        (for [[title scenarios] areas
              :let [divergent (filter :divergence scenarios)]
              :when (seq divergent)]
          (str "## " title "\n\n" (str/join (map section divergent)))))))
