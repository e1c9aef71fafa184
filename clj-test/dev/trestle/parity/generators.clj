(ns dev.trestle.parity.generators
  "Scenarios made at random: for each type a generator of {:given ... :ops ... :mixed n}.

  Left out is what differs on purpose (dev.trestle.parity.scenarios has that), and what no two runs do
  alike: each action is waited for before the next look."
  (:require [clojure.test.check.generators :as gen]))

(def ^:private number (gen/one-of [(gen/choose -3 12) (gen/return 100000)]))
(def ^:private value (gen/one-of [number (gen/elements [nil :k "text" [1 2]])]))

(def ^:private word
  "A function of a number."
  (gen/frequency [[6 (gen/elements [:inc :dec :identity :nil])]
                  [6 (gen/fmap (fn [n] [:add n]) number)]
                  [1 (gen/elements [:boom :bang [:logged :inc]])]]))

(defn- op
  "One of a verb's forms: what is a generator is generated, the rest stands for itself."
  [verb & args]
  (apply gen/tuple (map #(if (gen/generator? %) % (gen/return %)) (cons verb args))))

(def ^:private a-key (gen/elements [:k1 :k2]))
(def ^:private validator (gen/elements [nil :number? :non-negative? :even?]))

(defn- reference-ops
  "What can be done to a reference of any kind."
  [id]
  [[4 (op :deref id)]
   [2 (op :add-watch id a-key)]
   [1 (op :remove-watch id a-key)]
   [1 (op :set-validator! id validator)]
   [1 (op :get-validator id)]
   [1 (op :reset-meta! id (gen/elements [nil {:m 1} {:n [2]}]))]
   [1 (op :alter-meta! id :assoc :k number)]
   [1 (op :meta id)]
   (with-meta [1 (op :printed id)] {:prints true})])

(defn- prints? [frequency]
  (:prints (meta frequency)))

(defn- scenario
  ([given ops] (scenario given (gen/return [])  ops (gen/return [])))
  ([given before ops after]
   (gen/let [given given
             before before
             ops (gen/vector ops 0 15)
             after after
             mixed (gen/choose 0 2)]
     {:given given
      :ops (vec (concat before (apply concat ops) after))
      :mixed mixed})))

(defn- alone
  "Verbs that need nobody after them."
  [frequencies]
  (gen/fmap vector (gen/frequency frequencies)))

(def atoms
  (scenario
   (gen/fmap (fn [n] [[:a [:atom n]]]) number)
   (alone (concat (reference-ops :a)
                  [[6 (op :swap! :a word)]
                   [3 (op :swap! :a (gen/elements [:+ :max]) number)]
                   [2 (op :swap-vals! :a word)]
                   [2 (op :swap-vals! :a :+ number)]
                   [3 (op :reset! :a number)]
                   [2 (op :reset-vals! :a number)]
                   [2 (op :compare-and-set! :a number number)]
                   [2 (op :compare-and-set-own! :a number)]]))))

(def volatiles
  (scenario
   (gen/fmap (fn [n] [[:v [:volatile n]]]) number)
   (alone [[3 (op :deref :v)]
           [1 (op :printed :v)]
           [3 (op :vreset! :v value)]
           [4 (op :vswap! :v word)]
           [2 (op :vswap! :v :+ number)]])))

;; Transactions: a conflict comes first, since nobody else gets at a ref that is held.

(def ^:private a-ref (gen/elements [:r :s]))

(def ^:private in-transaction
  (gen/recursive-gen
   (fn [inner]
     (gen/one-of [(gen/fmap #(into [:dosync] %) (gen/vector inner 0 3))
                  (op :try inner)]))
   (gen/frequency [[4 (op :alter a-ref word)]
                   [2 (op :alter a-ref :+ number)]
                   [3 (op :commute a-ref word)]
                   [2 (op :commute a-ref :+ number)]
                   [2 (op :ref-set a-ref number)]
                   [3 (op :deref a-ref)]
                   [1 (op :ensure a-ref)]
                   [1 (op :protect a-ref)]
                   [1 (op :log :in-transaction)]
                   [1 (op :send :g :inc)]])))

(def ^:private conflict
  (gen/frequency [[3 (gen/return [])]
                  [2 (gen/fmap (fn [[r n k]] [[:log :attempt] [:deref r]
                                              [:once [:elsewhere [:dosync [:alter r [:add n]]]] k]])
                               (gen/tuple a-ref number (gen/fmap (fn [n] [:value n]) gen/nat)))]]))

(def ^:private transaction
  (gen/let [conflict conflict
            body (gen/vector in-transaction 0 5)]
    (vec (concat [:dosync] conflict body))))

(def refs
  (scenario
   (gen/fmap (fn [[m n history]]
               [[:r [:ref m {:min-history history}]] [:s [:ref n]] [:g [:agent 0]]])
             (gen/tuple number number (gen/choose 0 2)))
   (gen/one-of
    [(gen/fmap (fn [t] [t [:settle :g] [:deref :g]]) transaction)
     (alone (concat (reference-ops :r)
                    [[2 (op :deref a-ref)]
                     [1 (op :history-count a-ref)]
                     [1 (op :min-history a-ref (gen/choose 0 3))]
                     [1 (op :max-history a-ref (gen/choose 0 12))]
                     [1 (op :min-history a-ref)]
                     [1 (op :max-history a-ref)]
                     [1 (op :alter a-ref word)]
                     [1 (op :ensure a-ref)]]))])))

;; Agents

(def ^:private settled [[:settle :g] [:settle :h]])

(def ^:private an-action
  (gen/frequency [[6 word]
                  [1 (gen/fmap (fn [w] [:after w [:send :h :inc]]) word)]
                  [1 (gen/fmap (fn [w] [:after w [:send-off :g [:add 2]]]) word)]
                  [1 (gen/fmap (fn [w] [:after w [:send :h :inc] [:release-pending-sends]]) word)]
                  [1 (gen/fmap (fn [w] [:after w
                                        [:note [:current-agent]]
                                        [:note [:try [:send :h [:add 3]]]]])
                               word)]]))

(def ^:private a-send
  (gen/one-of [(op :send :g an-action)
               (op :send :g :+ number)
               (op :send-off :g an-action)
               (op :send-via :g :new-thread an-action)
               (op :dosync (op :send :g an-action) (op :send-off :h :inc))
               (op :dosync (op :send :g an-action) (gen/return [:throw :boom]))]))

(def agents
  (scenario
   (gen/fmap (fn [[n options]] [[:g [:agent n options]] [:h [:agent 0]]])
             (gen/tuple number (gen/elements [{} {:error-mode :continue} {:error-handler :identity}
                                              {:error-handler :boom-quietly :error-mode :fail}])))
   (gen/frequency
    [[8 (gen/fmap (fn [s] (into [s] settled)) a-send)]
     [1 (gen/return (into [[:await :g]] settled))]
     [1 (gen/return (into [[:await-for :g 10000]] settled))]
     [2 (gen/fmap (fn [n] (into [[:restart-agent :g n]] settled)) number)]
     [1 (gen/fmap (fn [n] (into [[:restart-agent :g n :clear-actions true]] settled)) number)]
     [6 (alone (concat (remove prints? (reference-ops :g))
                       [[2 (op :deref :h)]
                        [3 (op :agent-error :g)]
                        [1 (op :error-mode :g)]
                        [2 (op :set-error-mode! :g (gen/elements [:fail :continue]))]
                        [1 (op :set-error-handler! :g (gen/elements [nil :identity]))]
                        [1 (op :error-handler :g)]
                        [1 (op :queue-count :g)]]))]])))

;; What is waited for

(def ^:private ending
  "How a task ends."
  (gen/frequency [[4 (gen/fmap (fn [v] [:value v]) value)]
                  [1 (gen/return [:throw :boom])]
                  [1 (gen/return [:throw :bang])]]))

(def promises
  (let [a-promise (gen/elements [:p :q])]
    (scenario
     (gen/return [[:p [:promise]] [:q [:promise]]])
     (alone [[3 (op :deref-or a-promise 0 :late)]
             [2 (op :realized? a-promise)]
             [2 (op :deliver a-promise value)]
             [1 (op :invoke a-promise value)]
             [1 (op :elsewhere (op :deliver a-promise value))]
             [1 (op :printed a-promise)]]))))

(def delays
  (let [a-delay (gen/elements [:c :d])]
    (scenario
     (gen/fmap (fn [[c d nested?]]
                 [[:c [:delay [:log :computed-c] c]]
                  [:d (into [:delay [:log :computed-d]] (if nested? [[:deref :c] d] [d]))]])
               (gen/tuple ending ending gen/boolean))
     (alone [[3 (op :deref a-delay)]
             [2 (op :force a-delay)]
             [3 (op :realized? a-delay)]
             [1 (op :elsewhere (op :try (op :realized? a-delay)))]]))))

(def futures
  (let [look [[2 (op :realized? :f)]
              [2 (op :future-done? :f)]
              [1 (op :future-cancelled? :f)]
              [1 (op :future? :f)]]
        while-it-runs (alone (conj look [2 (op :deref-or :f 0 :late)] [1 (op :future-cancel :f)]))
        when-it-is-done (alone (conj look
                                     [2 (op :deref :f)]
                                     [2 (op :deref-or :f 10000 :late)]
                                     [1 (op :future-cancel :f)]))]
    (gen/let [end ending
              before (gen/vector while-it-runs 0 6)
              after (gen/vector when-it-is-done 0 6)
              mixed (gen/choose 0 2)]
      {:given [[:f [:future [:wait] end]]]
       :ops (vec (concat [[:until-entered]]
                         (apply concat before)
                         [[:open] [:deref :f]]
                         (apply concat after)))
       :mixed mixed})))

;; Vars

(def ^:private a-var (gen/elements [:x :y]))

(def ^:private under-bindings
  (gen/recursive-gen
   (fn [inner]
     (let [ops (gen/vector inner 0 4)]
       (gen/one-of [(gen/fmap (fn [[v x ops]] (into [:binding [[v x]]] ops)) (gen/tuple a-var number ops))
                    (gen/fmap (fn [[x y ops]] (into [:binding [[:x x] [:y y]]] ops)) (gen/tuple number number ops))
                    (gen/fmap #(into [:elsewhere] %) ops)
                    (gen/fmap #(into [:in-future] %) ops)
                    (gen/fmap #(into [:bound-fn] %) ops)
                    (op :try inner)])))
   (gen/frequency [[4 (op :deref a-var)]
                   [1 (op :thread-bound? a-var)]
                   [3 (op :var-set a-var number)]
                   [1 (op :alter-var-root a-var word)]
                   [1 (gen/fmap (fn [v] [:current-bindings [[v]]]) a-var)]])))

(def vars
  (scenario
   (gen/fmap (fn [[m n]] [[:x [:var m]] [:y [:var n]]]) (gen/tuple number number))
   (gen/frequency [[6 (gen/fmap vector under-bindings)]
                   [2 (alone (remove prints? (reference-ops :x)))]])))

;; Collections

(def ^:private steps
  (gen/vector (gen/one-of [(op :map (gen/elements [:inc :identity :str]))
                           (op :filter (gen/elements [:some? :number?]))
                           (op :take (gen/choose 0 3))
                           (op :drop (gen/choose 0 2))
                           (op :partition-all (gen/choose 1 3))
                           (op :distinct)
                           (op :dedupe)
                           (op :interpose 0)])
              0 3))

(def vectors
  (let [index (gen/choose -1 5)]
    (scenario
     (gen/fmap (fn [v] [[:v [:vector v]]])
               (gen/one-of [(gen/vector value 0 6) (gen/return ^{:m 1} [1 2 3])]))
     (gen/frequency
      [[1 (gen/fmap (fn [[n f]] [[:conj :v n] [:update :v 0 f]])
                    (gen/tuple number (gen/elements [:vector :boom])))]
       [9 (alone
           [[6 (op :conj :v value)]
            [3 (op :assoc :v (gen/choose 0 5) value)]
            [2 (op :pop :v)]
            [1 (op :peek :v)]
            [1 (op :subvec :v index)]
            [1 (op :subvec :v index index)]
            [2 (op :into :v (gen/vector value 0 4))]
            [1 (op :into-by :v steps (gen/vector value 0 4))]
            [2 (op :get :v index)]
            [1 (op :kind :v)]
            [1 (op :transduced steps (gen/vector number 0 6))]])]]))))

(def maps
  (let [k (gen/one-of [(gen/elements [:a :b nil "text"]) (gen/choose 0 9)])
        path (gen/fmap (fn [ks] (into [:nested] ks)) (gen/vector (gen/elements [:p :q]) 1 1))]
    (scenario
     (gen/fmap (fn [m] [[:m [:map m]]])
               (gen/one-of [(gen/map k number {:max-elements 10}) (gen/return ^{:m 1} {:a 1})]))
     (alone [[6 (op :assoc :m k value)]
             [3 (op :dissoc :m k)]
             [2 (op :update :m k (gen/elements [:vector :inc :boom]))]
             [2 (op :merge :m (gen/map k number {:max-elements 3}))]
             [1 (op :merge-with :m :vector (gen/map k number {:max-elements 3}))]
             [1 (op :select-keys :m (gen/vector k 0 5))]
             [2 (op :assoc-in :m path number)]
             [1 (op :update-in :m path :vector)]
             [1 (op :get-in :m path)]
             [1 (op :get-in :m path :none)]
             [2 (op :get :m k)]
             [1 (op :get :m k :none)]
             [1 (op :kind :m)]]))))

(def sets
  (let [some-of (gen/fmap set (gen/vector value 0 4))]
    (scenario
     (gen/fmap (fn [s] [[:s [:set s]]])
               (gen/one-of [(gen/fmap set (gen/vector value 0 6)) (gen/return ^{:m 1} #{1 2})]))
     (alone [[5 (op :conj :s value)]
             [5 (op :disj :s value)]
             [2 (op :into :s (gen/vector value 0 4))]
             [1 (op :into-by :s steps (gen/vector value 0 4))]
             [2 (op :union :s some-of)]
             [2 (op :intersection :s some-of)]
             [2 (op :difference :s some-of)]
             [2 (op :contains? :s value)]
             [1 (op :kind :s)]]))))

;; Channels

(def ^:private a-buffer
  (gen/one-of [(gen/tuple (gen/elements [:fixed :dropping :sliding]) (gen/choose 1 3))
               (gen/tuple (gen/elements [:fixed :dropping :sliding]) (gen/choose 1 3)
                          (gen/vector (gen/one-of [(op :map :inc)
                                                   (op :filter :even?)
                                                   (op :mapcat :twice)
                                                   (op :take (gen/choose 0 3))
                                                   (op :drop (gen/choose 0 2))
                                                   (op :dedupe)
                                                   (op :distinct)
                                                   (op :partition-all (gen/choose 1 3))
                                                   (op :map :boom-at-3)])
                                      1 2))
               (gen/return [:promise])
               (gen/return [])]))

(def channels
  (let [a-channel (gen/elements [:c :d])
        number (gen/choose 0 4)
        clause (fn [id] (gen/one-of [(gen/return id) (gen/tuple (gen/return id) number)]))]
    (scenario
     (gen/fmap (fn [[c d]] [[:c (into [:channel] c)] [:d (into [:channel] d)]])
               (gen/tuple a-buffer a-buffer))
     (alone [[6 (op :offer a-channel number)]
             [5 (op :poll a-channel)]
             [2 (op :put-later a-channel number)]
             [2 (op :taking a-channel (op :close :c) (op :close :d))]
             [2 (op :take-within a-channel 0)]
             [1 (op :put-within a-channel number 0)]
             [1 (op :close a-channel)]
             [2 (op :closed? a-channel)]
             [3 (op :alts (gen/tuple (clause :c) (clause :d)))]
             [1 (op :alts (gen/tuple (clause :d)))]]))))

;; Mults, mixes and publications: their loops run on threads of their own, so each step is waited for,
;; which a model of who takes and who receives makes possible.

(def ^:private small (gen/choose 0 4))
(def ^:private an-input (gen/elements [:a :b :c]))

(def ^:private a-receiver
  "A channel that never makes a mult wait."
  (let [steps (gen/vector (gen/one-of [(op :map :inc) (op :filter :even?) (op :mapcat :twice) (op :take (gen/choose 0 3))
                                       (op :partition-all (gen/choose 1 3)) (op :map :boom-at-3)])
                          1 2)]
    (gen/one-of [(gen/return [:fixed 64])
                 (gen/tuple (gen/elements [:dropping :sliding]) (gen/choose 1 3))
                 (gen/tuple (gen/return :fixed) (gen/return 64) steps)
                 (gen/tuple (gen/elements [:dropping :sliding]) (gen/choose 1 3) steps)])))

(defn- received
  "What is in the receivers at the end: those that are closed with the source are waited for."
  [closed all]
  (concat (for [id all :when (closed id)] [:until-closed id])
          (for [id all :when (closed id)] [:drain id])
          (mapcat (fn [id] [[:drain-now id] [:closed? id]]) (remove closed all))))

(defn- mult-scenario [[receivers ops mixed]]
  (let [taps (reduce (fn [taps [verb _ id close?]]
                       (case verb
                         :tap (assoc taps id (not (false? close?)))
                         :untap (dissoc taps id)
                         :untap-all {}
                         taps))
                     {} ops)]
    {:given (into [[:s [:channel]] [:m [:mult :s]]]
                  (map (fn [id receiver] [id (into [:channel] receiver)]) [:a :b :c] receivers))
     :ops (vec (concat [[:until-taken :s]]
                       (mapcat (fn [op] [op [:until-taken :s]]) ops)
                       [[:close :s]]
                       (received #(taps %) [:a :b :c])))
     :length (count ops)
     :mixed mixed}))

(def mults
  (gen/fmap mult-scenario
            (gen/tuple (gen/vector a-receiver 3)
                       (gen/vector (gen/frequency [[8 (op :put :s small)]
                                                   [5 (op :tap :m an-input)]
                                                   [2 (op :tap :m an-input gen/boolean)]
                                                   [3 (op :untap :m an-input)]
                                                   [1 (op :untap-all :m)]
                                                   [1 (op :close an-input)]
                                                   [2 (op :poll an-input)]
                                                   [2 (op :offer an-input small)]
                                                   [1 (op :closed? an-input)]])
                                   0 15)
                       (gen/choose 0 2))))

(defn- mix-reads
  "With what the loop of a mix takes from; a closed input that it takes from leaves."
  [{:keys [inputs mode closed] :as state}]
  (let [with #(set (for [[id modes] inputs :when (% modes)] id))
        solos (with :solo)
        reads (if (and (= :pause mode) (seq solos))
                solos
                (set (remove (with :pause) (keys inputs))))]
    (if-let [gone (seq (filter closed reads))]
      (recur (update state :inputs #(apply dissoc % gone)))
      (assoc state :reads reads))))

(defn- mix-step [{:keys [reads closed] :as state} [verb x y z :as op]]
  (let [settled (fn [state]
                  (let [{:keys [reads] :as state} (mix-reads state)]
                    [state [:until-read (vec (sort reads)) (vec (sort (remove reads [:a :b :c :z])))]]))
        after (fn [state & ops]
                (let [[state settle] (settled state)]
                  [state (concat ops [settle])]))]
    (case verb
      :send (cond (closed x) [state [[:put x y]]]
                  (reads x) (after state [:put x y] (second (settled state)) [:poll :o])
                  :else (after state [:put-within x y 0]))
      :admix (after (assoc-in state [:inputs y] {}) op)
      :unmix (after (update state :inputs dissoc y) op)
      :unmix-all (after (assoc state :inputs {:z {}}) op [:admix :m :z])
      :toggle (after (update-in state [:inputs y] assoc z (last op)) op)
      :solo-mode (after (assoc state :mode y) op)
      :close (after (update state :closed conj x) op))))

(defn- mix-scenario [[ops mixed]]
  (let [start (mix-reads {:inputs {:z {}}, :mode :mute, :closed #{}})]
    {:given [[:o [:channel :fixed 64]] [:m [:mix :o]] [:a [:channel]] [:b [:channel]] [:c [:channel]] [:z [:channel]]]
     :ops (vec (concat [[:admix :m :z] [:until-read [:z] [:a :b :c]]]
                       (second (reduce (fn [[state done] op]
                                         (let [[state more] (mix-step state op)]
                                           [state (into done more)]))
                                       [start []] ops))
                       [[:drain-now :o]]))
     :length (count ops)
     :mixed mixed}))

(def mixes
  (gen/fmap mix-scenario
            (gen/tuple (gen/vector (gen/frequency [[8 (op :send an-input small)]
                                                   [5 (op :admix :m an-input)]
                                                   [2 (op :unmix :m an-input)]
                                                   [1 (op :unmix-all :m)]
                                                   [5 (op :toggle :m an-input (gen/elements [:solo :mute :pause]) gen/boolean)]
                                                   [2 (op :solo-mode :m (gen/elements [:mute :pause]))]
                                                   [1 (op :close an-input)]])
                                   0 12)
                       (gen/choose 0 2))))

(def ^:private witness
  "Who is subscribed to a topic as long as anybody is: that it has received says that the topic's loop has come by."
  {true :y, false :z})

(defn- pub-step [{:keys [topics closed] :as state} [verb x y z :as op]]
  (case verb
    :put (let [topic (even? y)
               subs (get topics topic)
               live (remove closed (sort (keys subs)))]
           [(cond-> state subs (assoc-in [:topics topic] (select-keys subs live)))
            (concat [op [:until-taken :s]]
                    (when subs [[:take (witness topic)]])
                    (for [id live :when (not= id (witness topic))] [:take id]))])
    :sub (let [opens (when-not (topics y) [[:sub :p y (witness y) false]])]
           [(update-in state [:topics y] (fn [subs] (assoc (or subs {(witness y) false}) z (not (false? (get op 4))))))
            (concat opens [op])])
    :unsub [(cond-> state (topics y) (update-in [:topics y] dissoc z)) [op]]
    :unsub-all [(if (some? y) (update state :topics dissoc y) (assoc state :topics {})) [op]]
    :close [(update state :closed conj x) [op]]))

(defn- pub-scenario [[ops mixed]]
  (let [[{:keys [topics]} steps] (reduce (fn [[state done] op]
                                           (let [[state more] (pub-step state op)]
                                             [state (into done more)]))
                                         [{:topics {}, :closed #{}} []] ops)
        closes (into {} (mapcat #(filter val %)) (vals topics))]
    {:given (into [[:s [:channel]] [:p [:publication :s :even?]]]
                  (for [id [:a :b :c :y :z]] [id [:channel :fixed 64]]))
     :ops (vec (concat [[:until-taken :s]] steps [[:close :s]] (received #(closes %) [:a :b :c :y :z])))
     :length (count ops)
     :mixed mixed}))

(def pubs
  (gen/fmap pub-scenario
            (gen/tuple (gen/vector (gen/frequency [[8 (op :put :s small)]
                                                   [6 (op :sub :p gen/boolean an-input)]
                                                   [2 (op :sub :p gen/boolean an-input gen/boolean)]
                                                   [3 (op :unsub :p gen/boolean an-input)]
                                                   [1 (op :unsub-all :p gen/boolean)]
                                                   [1 (op :unsub-all :p)]
                                                   [1 (op :close an-input)]])
                                   0 15)
                       (gen/choose 0 2))))

;; One list of actions on every kind of channel, with a close and a failure at every position.

(def closes-and-failures
  (let [actions [[:offer :c 1] [:put-later :c 2] [:poll :c] [:offer :c 4] [:put-later :c 5] [:poll :c] [:offer :c 6]]
        insert (fn [ops i op] (concat (take i ops) [op] (drop i ops)))
        plain [[] [:promise] [:fixed 1] [:fixed 3] [:dropping 1] [:sliding 2]]
        steps [[[:map :inc]] [[:filter :even?]] [[:mapcat :twice]] [[:partition-all 2]] [[:take 2]] [[:drop 1]]]
        transduced (for [[kind n] (drop 2 plain), more steps, handler [nil [:const -1] :nil]]
                     (cond-> [kind n (into [[:map :boom-at-3]] more)] handler (conj handler)))
        positions (range (inc (count actions)))]
    (concat
     (for [buffer plain, i positions]
       {:given [[:c (into [:channel] buffer)]]
        :ops (vec (concat (insert actions i [:close :c]) [[:poll :c] [:closed? :c] [:close :c] [:poll :c] [:poll :c]]))
        :mixed (mod i 3)})
     (for [buffer transduced, i positions, j positions]
       {:given [[:c (into [:channel] buffer)]]
        :ops (vec (concat (insert (insert actions i [:offer :c 3]) j [:close :c])
                          [[:poll :c] [:closed? :c] [:close :c] [:poll :c] [:poll :c] [:poll :c]]))
        :mixed (mod (+ i j) 3)}))))
