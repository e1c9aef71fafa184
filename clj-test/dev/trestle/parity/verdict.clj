(ns dev.trestle.parity.verdict
  "Says whether what was seen is what was expected.

  An exception is expected as {:threw class}, where :message and :cause may narrow it down. Natively
  the class must be that one; through a facade a subclass will do.")

(defn- throwable? [x]
  (and (map? x) (contains? x :threw)))

(defn- same-class? [exact? ^Class expected ^Class actual]
  (if exact?
    (= expected actual)
    (.isAssignableFrom expected actual)))

(declare matches?)

(defn- same-throwable? [exact? expected actual]
  (and (throwable? actual)
       (same-class? exact? (:threw expected) (:threw actual))
       (or (not (contains? expected :message)) (= (:message expected) (:message actual)))
       (or (not (contains? expected :cause)) (matches? exact? (:cause expected) (:cause actual)))))

(defn matches?
  "Is it what was expected? Of the same type too, except that a pair may be any vector."
  [exact? expected actual]
  (cond
    (throwable? expected) (same-throwable? exact? expected actual)
    (and (vector? expected) (vector? actual))
    (and (= (count expected) (count actual))
         (= (meta expected) (meta actual))
         (every? true? (map #(matches? exact? %1 %2) expected actual)))
    :else (and (= expected actual)
               (= (class expected) (class actual))
               (or (not (coll? expected)) (= (meta expected) (meta actual))))))

(defn expectation
  "What a way must show: {:results [...] :log [...]}; nil if the scenario says nothing of that way: of
  a divergence, what is to be seen when the hands take turns depends on whose turn it is, and is said
  only where that matters, {n {:results ...}}."
  [{:keys [expect log divergence facade mixed]} way]
  (let [native {:results expect, :log (or log [])}]
    (cond
      (or (= :native way) (nil? divergence)) native
      (= :facade way) (merge {:log []} facade)
      mixed (some->> (second way) (get mixed) (merge {:log []})))))

(defn as-expected? [way expected {:keys [results log]}]
  (let [exact? (= :native way)]
    (and (matches? exact? (:results expected) results)
         (matches? exact? (:log expected) log))))
