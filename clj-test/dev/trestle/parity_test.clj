(ns dev.trestle.parity-test
  "Each scenario of the table as a test of its own: natively, through the facades, and mixed."
  (:require [clojure.test :as test :refer [deftest is testing]]
            [dev.trestle.pages :as pages]
            [dev.trestle.parity.divergences :as divergences]
            [dev.trestle.parity.interpreter :as interpreter]
            [dev.trestle.parity.scenarios :as scenarios]
            [dev.trestle.parity.verbs :as verbs]
            [dev.trestle.parity.verdict :as verdict]
            [dev.trestle.parity.words :as words]))

(defn- check-way [scenario way]
  (when-let [expected (verdict/expectation scenario way)]
    (let [seen (interpreter/run verbs/verbs words/words way scenario)]
      (test/do-report
       (if (verdict/as-expected? way expected seen)
         {:type :pass}
         {:type :fail
          :message (str (:id scenario) " " way)
          :expected (list '= expected seen)
          :actual (list 'not (list '= expected seen))})))))

(defn- check [id]
  (let [scenario (first (filter #(= id (:id %)) scenarios/all))]
    (run! #(check-way scenario %) interpreter/ways)))

(defmacro ^:private deftest-each []
  `(do ~@(for [{:keys [id]} scenarios/all]
           `(deftest ~(symbol (str (namespace id) "--" (name id)))
              (check ~id)))))

(deftest-each)

(deftest the-table-is-large-and-its-ids-are-distinct
  (is (<= 120 (count scenarios/all)))
  (is (apply distinct? (map :id scenarios/all))))

(deftest a-divergence-has-a-reason-and-differs
  (doseq [{:keys [id divergence facade mixed] :as scenario} scenarios/all]
    (testing (str id)
      (if divergence
        (do
          (is (string? divergence))
          (is (not= (verdict/expectation scenario :native)
                    (or (some val mixed) (verdict/expectation scenario :facade)))))
        (is (and (nil? facade) (nil? mixed)))))))

(deftest what-is-wrong-is-noticed
  (let [scenario {:given [[:a [:atom 1]]] :ops [[:swap! :a :inc]]}
        run #(interpreter/run verbs/verbs words/words % scenario)]
    (testing "in a result, its type, and the log"
      (is (verdict/as-expected? :facade {:results [2] :log []} (run :facade)))
      (is (not (verdict/as-expected? :facade {:results [3] :log []} (run :facade))))
      (is (not (verdict/as-expected? :facade {:results [(int 2)] :log []} (run :facade))))
      (is (not (verdict/as-expected? :facade {:results [2] :log [[:watch :k :a 1 2]]} (run :facade)))))
    (testing "in an exception: natively the class must be the very one"
      (let [thrown {:results [{:threw IllegalStateException :message "m"}] :log []}
            expect (fn [t] {:results [t] :log []})]
        (is (verdict/as-expected? :facade (expect {:threw RuntimeException}) thrown))
        (is (not (verdict/as-expected? :native (expect {:threw RuntimeException}) thrown)))
        (is (not (verdict/as-expected? :facade (expect {:threw IllegalArgumentException}) thrown)))
        (is (not (verdict/as-expected? :facade (expect {:threw RuntimeException :message "n"}) thrown)))))))

(deftest the-divergences-page-is-fresh
  (pages/check "docs/divergences.md" (divergences/page scenarios/areas)))
