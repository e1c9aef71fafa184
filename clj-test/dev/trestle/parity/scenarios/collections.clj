(ns dev.trestle.parity.scenarios.collections
  "Vectors, maps, sets, keywords and transducers: the results are Clojure's own collections."
  (:import (clojure.lang APersistentVector$SubVector ExceptionInfo PersistentArrayMap PersistentHashMap PersistentHashSet
                         PersistentTreeMap PersistentTreeSet PersistentVector)))

(def vectors
  [{:id :vector/made
    :ops [[:vector-of] [:vector-of 1 nil :x] [:vector-from [1 2]] [:vector-from #{1}]
          [:vector-from []]]
    :expect [[] [1 nil :x] [1 2] [1] []]}

   {:id :vector/conj
    :given [[:v [:vector [1 2]]]]
    :ops [[:conj :v 3] [:conj :v nil] [:conj :v [4]] [:kind :v]]
    :expect [[1 2 3] [1 2 3 nil] [1 2 3 nil [4]] PersistentVector]}

   {:id :vector/assoc-and-update
    :given [[:v [:vector [1 2 3]]]]
    :ops [[:assoc :v 0 :a] [:update :v 1 :inc] [:assoc :v 3 :end] [:assoc :v 9 :x]
          [:assoc :v -1 :x] [:update :v 2 :boom] [:seen :v]]
    :expect [[:a 2 3] [:a 3 3] [:a 3 3 :end] {:threw IndexOutOfBoundsException}
             {:threw IndexOutOfBoundsException} {:threw ExceptionInfo :message "boom"}
             [:a 3 3 :end]]}

   {:id :vector/update-past-the-end
    :divergence "`update` is for an element that is there: Clojure gives the function nil at the
                 index after the last, and appends."
    :given [[:v [:vector [1]]]]
    :ops [[:update :v 1 :vector]]
    :expect [[1 [nil]]]
    :facade {:results [{:threw IndexOutOfBoundsException}]}}

   {:id :vector/assoc-before-a-subvec
    :divergence "An index below 0 is refused: of a subvec Clojure does not notice it, and changes
                 an element that is not in view."
    :given [[:v [:vector (subvec [1 2 3] 1)]]]
    :ops [[:assoc :v -1 :x]]
    :expect [[2 3]]
    :facade {:results [{:threw IndexOutOfBoundsException}]}}

   {:id :vector/as-a-stack
    :given [[:v [:vector [1 2]]]]
    :ops [[:peek :v] [:pop :v] [:pop :v] [:peek :v] [:pop :v]]
    :expect [2 [1] [] nil {:threw IllegalStateException}]}

   {:id :vector/subvec-is-a-view
    :given [[:v [:vector [1 2 3 4 5]]]]
    :ops [[:subvec :v 1 4] [:kind :v] [:subvec :v 1] [:subvec :v 0 9] [:subvec :v 2 1]]
    :expect [[2 3 4] APersistentVector$SubVector [3 4] {:threw IndexOutOfBoundsException}
             {:threw IndexOutOfBoundsException}]}

   {:id :vector/into
    :given [[:v [:vector [1]]]]
    :ops [[:into :v [2 3]] [:into :v #{4}] [:into :v []]
          [:into-by :v [[:map :inc] [:filter :even?]] [1 2 3]]]
    :expect [[1 2 3] [1 2 3 4] [1 2 3 4] [1 2 3 4 2 4]]}

   {:id :vector/keeps-its-metadata
    :given [[:v [:vector ^{:m 1} [1]]]]
    :ops [[:conj :v 2] [:assoc :v 0 :a] [:pop :v] [:into :v [5]]]
    :expect [^{:m 1} [1 2] ^{:m 1} [:a 2] ^{:m 1} [:a] ^{:m 1} [:a 5]]}

   {:id :vector/of-another-kind-of-list
    :divergence "A list that is not Clojure's is refused with an `IllegalArgumentException` that
                 says how to convert it; Clojure throws a `ClassCastException`."
    :ops [[:conj-to-java [1 2] 3]]
    :expect [{:threw ClassCastException}]
    :facade {:results [{:threw IllegalArgumentException}]}}])

(def maps
  [{:id :map/made
    :ops [[:map-of] [:map-of :a 1] [:map-of :a 1 nil nil] [:map-from {:a 1}]]
    :expect [{} {:a 1} {:a 1 nil nil} {:a 1}]}

   {:id :map/assoc-and-dissoc
    :given [[:m [:map {:a 1}]]]
    :ops [[:assoc :m :b 2] [:assoc :m :a nil] [:get :m :a] [:get :m :none] [:get :m :a :fallback]
          [:dissoc :m :a] [:dissoc :m :none] [:kind :m]]
    :expect [{:a 1 :b 2} {:a nil :b 2} nil nil nil {:b 2} {:b 2} PersistentArrayMap]}

   {:id :map/update
    :given [[:m [:map {:a 1}]]]
    :ops [[:update :m :a :inc] [:update :m :b :vector] [:update :m :a :boom] [:seen :m]]
    :expect [{:a 2} {:a 2 :b [nil]} {:threw ExceptionInfo :message "boom"} {:a 2 :b [nil]}]}

   {:id :map/merge
    :given [[:m [:map {:a 1 :b 2}]]]
    :ops [[:merge :m {:b 3 :c 4}] [:merge-with :m :+ {:a 10 :d 1}] [:select-keys :m [:a :d :none]]]
    :expect [{:a 1 :b 3 :c 4} {:a 11 :b 3 :c 4 :d 1} {:a 11 :d 1}]}

   {:id :map/paths
    :given [[:m [:map {:a {:b [1 2]}}]]]
    :ops [[:get-in :m [:a :b 1]] [:get-in :m [:a :x :y]] [:get-in :m [:a :x] :none]
          [:get-in :m []] [:assoc-in :m [:a :b 0] :x] [:assoc-in :m [:n :e :w] 1]
          [:update-in :m [:n :e :w] :inc] [:update-in :m [:k] :vector]]
    :expect [2 nil :none {:a {:b [1 2]}} {:a {:b [:x 2]}} {:a {:b [:x 2]} :n {:e {:w 1}}}
             {:a {:b [:x 2]} :n {:e {:w 2}}} {:a {:b [:x 2]} :n {:e {:w 2}} :k [nil]}]}

   {:id :map/an-empty-path
    :divergence "An empty path is refused: Clojure takes it for the key nil."
    :given [[:m [:map {:a 1}]]]
    :ops [[:assoc-in :m [] 1] [:update-in :m [] :vector]]
    :expect [{:a 1 nil 1} {:a 1 nil [1]}]
    :facade {:results [{:threw IllegalArgumentException} {:threw IllegalArgumentException}]}}

   {:id :map/a-path-through-something-else
    :divergence "A path that leads through something else than a map or vector is refused with an
                 `IllegalArgumentException` that says where; Clojure throws a
                 `ClassCastException`."
    :given [[:m [:map {:a 1}]]]
    :ops [[:assoc-in :m [:a :b] 1] [:seen :m]]
    :expect [{:threw ClassCastException} {:a 1}]
    :facade {:results [{:threw IllegalArgumentException :cause {:threw ClassCastException}} {:a 1}]}}

   {:id :map/sorted-stays-sorted
    :given [[:m [:map (sorted-map :b 1 :a 2)]]]
    :ops [[:assoc :m :c 3] [:dissoc :m :a] [:kind :m]]
    :expect [(sorted-map :a 2 :b 1 :c 3) (sorted-map :b 1 :c 3) PersistentTreeMap]}

   {:id :map/grows-into-a-hash-map
    :given [[:m [:map (zipmap (range 8) (range 8))]]]
    :ops [[:assoc :m 8 8] [:kind :m]]
    :expect [(apply hash-map (mapcat #(vector % %) (range 9))) PersistentHashMap]}

   {:id :map/keeps-its-metadata
    :given [[:m [:map ^{:m 1} {:a 1}]]]
    :ops [[:assoc :m :b 2] [:merge :m {:c 3}] [:dissoc :m :b] [:update :m :a :inc]]
    :expect [^{:m 1} {:a 1 :b 2} ^{:m 1} {:a 1 :b 2 :c 3} ^{:m 1} {:a 1 :c 3} ^{:m 1} {:a 2 :c 3}]}])

(def sets
  [{:id :set/made
    :ops [[:set-of] [:set-of 1 nil :x] [:set-from [1 1 2]]]
    :expect [#{} #{1 nil :x} #{1 2}]}

   {:id :set/conj-and-disj
    :given [[:s [:set #{1}]]]
    :ops [[:conj :s 2] [:conj :s 2] [:conj :s nil] [:contains? :s nil] [:disj :s 1]
          [:disj :s :none] [:kind :s]]
    :expect [#{1 2} #{1 2} #{1 2 nil} true #{2 nil} #{2 nil} PersistentHashSet]}

   {:id :set/algebra
    :given [[:s [:set #{1 2 3}]]]
    :ops [[:union :s #{4}] [:difference :s #{1 9}] [:intersection :s #{2 3 8}] [:into :s [7 7]]
          [:into-by :s [[:map :inc]] [1 7]]]
    :expect [#{1 2 3 4} #{2 3 4} #{2 3} #{2 3 7} #{2 3 7 8}]}

   {:id :set/sorted-stays-sorted
    :given [[:s [:set (sorted-set 3 1)]]]
    :ops [[:conj :s 2] [:disj :s 3] [:kind :s]]
    :expect [(sorted-set 1 2 3) (sorted-set 1 2) PersistentTreeSet]}])

(def others
  [{:id :keyword/is-interned
    :ops [[:keyword "a"] [:keyword "n" "a"] [:keyword-name :n/a] [:keyword-namespace :n/a]
          [:keyword-namespace :a]]
    :expect [:a :n/a "a" "n" nil]}

   {:id :transducer/steps
    :ops [[:transduced [[:map :inc] [:filter :even?] [:take 2]] [1 2 3 4 5 6 7]]
          [:transduced [[:remove :even?] [:map-indexed :vector]] [1 2 3]]
          [:transduced [[:mapcat :list] [:interpose 0]] [1 2]]
          [:transduced [[:drop 1] [:partition-all 2]] [1 2 3 4]]
          [:transduced [[:take-while :odd?]] [1 3 4 5]]
          [:transduced [[:drop-while :odd?]] [1 3 4 5]]
          [:transduced [[:partition-by :odd?]] [1 3 4 6 5]]
          [:transduced [[:distinct]] [1 2 1 3 2]] [:transduced [[:dedupe]] [1 1 2 1]]
          [:transduced [[:keep :first]] [[1] [] [nil] [2]]]]
    :expect [[2 4] [[0 1] [1 3]] [1 0 2] [[2 3] [4]] [1 3] [4 5] [[1 3] [4 6] [5]] [1 2 3] [1 2 1]
             [1 2]]}

   {:id :transducer/reduces
    :ops [[:reduced [[:map :inc]] :+ 100 [1 2 3]] [:reduced [[:filter :even?]] :conj [] [1 2 3 4]]
          [:reduced [[:map :boom]] :+ 0 [1]]]
    :expect [109 [2 4] {:threw ExceptionInfo :message "boom"}]}

   {:id :transducer/stops-asking-when-it-has-enough
    :ops [[:transduced [[:map :boom-at-3] [:take 2]] [1 2 3]]]
    :expect [[1 2]]}])

(def scenarios (concat vectors maps sets others))
