(ns dev.trestle.parity.scenarios.channel-functions
  "Alts, mults, mixes, publications, pipelines and the other functions of channels.")

(def scenarios
  [{:id :alts/takes-what-is-there
    :given [[:a [:channel :fixed 1]] [:b [:channel :fixed 1]]]
    :ops [[:put :b 2] [:alts [:a :b]] [:alts [:a :b]]]
    :expect [true [1 2] :none]}

   {:id :alts/the-first-with-priority
    :given [[:a [:channel :fixed 1]] [:b [:channel :fixed 1]]]
    :ops [[:put :a 1] [:put :b 2] [:alts [:a :b]] [:alts [:a :b]] [:alts [:a :b]]]
    :expect [true true [0 1] [1 2] :none]}

   {:id :alts/puts-where-there-is-room
    :given [[:a [:channel :fixed 1]] [:b [:channel :fixed 1]]]
    :ops [[:alts [[:a 1] [:b 2]]] [:alts [[:a 3] [:b 4]]] [:alts [[:a 5] [:b 6]]] [:take :a]
          [:take :b]]
    :expect [[0 true] [1 true] :none 1 4]}

   {:id :alts/a-closed-channel-is-ready
    :given [[:a [:channel]] [:b [:channel :fixed 1]]]
    :ops [[:close :a] [:put :b 2] [:alts [:a :b]] [:alts [:b :a]] [:alts [:b :a]]]
    :expect [nil true [0 nil] [0 2] [1 nil]]}

   {:id :alts/a-put-to-a-closed-channel-is-refused
    :given [[:a [:channel :fixed 1]]]
    :ops [[:close :a] [:alts [[:a 1]]]]
    :expect [nil [0 false]]}

   {:id :alts/takes-and-puts-mixed
    :given [[:a [:channel :fixed 1]] [:b [:channel :fixed 1]]]
    :ops [[:alts [:a [:b 1]]] [:alts [:a [:b 2]]] [:put :a 3] [:alts [:a [:b 4]]] [:take :b]]
    :expect [[1 true] :none true [0 3] 1]}

   {:id :alts/meets-a-waiting-put
    :given [[:a [:channel]] [:b [:channel]]]
    :ops [[:putting :b 7 [:alts [:a :b]]] [:alts [:a :b]]]
    :expect [[[[1 7]] true] :none]}

   {:id :alts/meets-a-waiting-take
    :given [[:a [:channel]] [:b [:channel]]]
    :ops [[:taking :b [:alts [[:a 1] [:b 2]]]] [:alts [[:a 1] [:b 2]]]]
    :expect [[[[1 true]] 2] :none]}

   {:id :alts/dropping-and-sliding-channels-always-accept
    :given [[:d [:channel :dropping 1]] [:s [:channel :sliding 1]]]
    :ops [[:alts [[:d 1]]] [:alts [[:d 2]]] [:alts [[:s 1]]] [:alts [[:s 2]]] [:take :d]
          [:take :s]]
    :expect [[0 true] [0 true] [0 true] [0 true] 1 2]}

   {:id :alts/through-a-transducer
    :given [[:c [:channel :fixed 2 [[:map :inc]]]]]
    :ops [[:alts [[:c 1]]] [:alts [:c]]]
    :expect [[0 true] [0 2]]}

   {:id :alts/elsewhere
    :given [[:a [:channel]]]
    :ops [[:put-later :a 1] [:elsewhere [:alts [:a]]] [:alts [:a]]]
    :expect [nil [[0 1]] :none]}

   {:id :mult/copies-to-every-tap
    :given [[:s [:channel]] [:m [:mult :s]] [:a [:channel :fixed 4]] [:b [:channel :fixed 4]]]
    :ops [[:tap :m :a] [:tap :m :b] [:put :s 1] [:put :s 2] [:close :s] [:drain :a] [:drain :b]]
    :expect [nil nil true true nil [1 2] [1 2]]}

   {:id :mult/leaves-a-tap-open-if-told
    :given [[:s [:channel]] [:m [:mult :s]] [:a [:channel :fixed 4]] [:b [:channel :fixed 4]]]
    :ops [[:tap :m :a false] [:tap :m :b true] [:put :s 1] [:close :s] [:drain :b] [:take :a]
          [:closed? :a] [:put :a 2]]
    :expect [nil nil true nil [1] 1 false true]}

   {:id :mult/untapped-channels-get-nothing
    :given [[:s [:channel]] [:m [:mult :s]] [:a [:channel :fixed 4]] [:b [:channel :fixed 4]]]
    :ops [[:tap :m :a] [:tap :m :b] [:put :s 1] [:take :a] [:take :b] [:untap :m :a] [:put :s 2]
          [:take :b] [:poll :a]]
    :expect [nil nil true 1 1 nil true 2 nil]}

   {:id :mult/untap-all
    :given [[:s [:channel]] [:m [:mult :s]] [:a [:channel :fixed 4]]]
    :ops [[:tap :m :a] [:put :s 1] [:take :a] [:untap-all :m] [:put :s 2] [:put :s 3] [:close :s]
          [:poll :a] [:closed? :a]]
    :expect [nil true 1 nil true true nil nil false]}

   {:id :mult/waits-for-the-slowest-tap
    :given [[:s [:channel]] [:m [:mult :s]] [:a [:channel]] [:b [:channel :fixed 4]]]
    :ops [[:tap :m :a] [:tap :m :b] [:put :s 1] [:put-within :s 2 20] [:take :a] [:put :s 3]
          [:take :a] [:take :b] [:take :b]]
    :expect [nil nil true :timed-out 1 true 3 1 3]}

   {:id :mult/a-closed-tap-is-removed
    :given [[:s [:channel]] [:m [:mult :s]] [:a [:channel]] [:b [:channel :fixed 4]]]
    :ops [[:tap :m :a] [:tap :m :b] [:close :a] [:put :s 1] [:put :s 2] [:close :s] [:drain :b]]
    :expect [nil nil nil true true nil [1 2]]}

   {:id :mult/a-sliding-tap-holds-nobody-up
    :given [[:s [:channel]] [:m [:mult :s]] [:a [:channel :sliding 1]] [:b [:channel :fixed 8]]]
    :ops [[:tap :m :a] [:tap :m :b] [:put :s 1] [:put :s 2] [:put :s 3] [:close :s] [:drain :b]
          [:drain :a]]
    :expect [nil nil true true true nil [1 2 3] [3]]}

   {:id :mix/one-input
    :given [[:o [:channel :fixed 4]] [:m [:mix :o]] [:a [:channel]]]
    :ops [[:admix :m :a] [:put :a 1] [:put :a 2] [:take :o] [:take :o]]
    :expect [nil true true 1 2]}

   {:id :mix/two-inputs
    :given [[:o [:channel :fixed 4]] [:m [:mix :o]] [:a [:channel]] [:b [:channel]]]
    :ops [[:admix :m :a] [:admix :m :b] [:put :a 1] [:take :o] [:put :b 2] [:take :o]]
    :expect [nil nil true 1 true 2]}

   {:id :mix/a-muted-input-is-taken-and-dropped
    :given [[:o [:channel :fixed 4]] [:m [:mix :o]] [:a [:channel]] [:b [:channel]]]
    :ops [[:toggle :m :a :mute true] [:admix :m :b] [:put :a 1] [:put :b 2] [:take :o] [:poll :o]]
    :expect [nil nil true true 2 nil]}

   {:id :mix/a-paused-input-is-not-taken
    :given [[:o [:channel :fixed 4]] [:m [:mix :o]] [:a [:channel]] [:b [:channel]]]
    :ops [[:toggle :m :a :pause true] [:admix :m :b] [:put-within :a 1 20] [:put :b 2] [:take :o]]
    :expect [nil nil :timed-out true 2]}

   {:id :mix/a-solo-input-mutes-the-others
    :given [[:o [:channel :fixed 4]] [:m [:mix :o]] [:a [:channel]] [:b [:channel]]]
    :ops [[:toggle :m :a :solo true] [:admix :m :b] [:put :b 1] [:put :a 2] [:take :o]]
    :expect [nil nil true true 2]}

   {:id :mix/a-solo-input-pauses-the-others
    :given [[:o [:channel :fixed 4]] [:m [:mix :o]] [:a [:channel]] [:b [:channel]]]
    :ops [[:solo-mode :m :pause] [:toggle :m :a :solo true] [:admix :m :b] [:put-within :b 1 20]
          [:put :a 2] [:take :o]]
    :expect [nil nil nil :timed-out true 2]}

   {:id :mix/a-closed-input-leaves
    :given [[:o [:channel :fixed 4]] [:m [:mix :o]] [:a [:channel]] [:b [:channel]]]
    :ops [[:admix :m :a] [:admix :m :b] [:close :a] [:put :b 2] [:take :o] [:closed? :o]]
    :expect [nil nil nil true 2 false]}

   {:id :pub/by-topic
    :given [[:s [:channel]] [:p [:publication :s :even?]] [:e [:channel :fixed 4]]
            [:o [:channel :fixed 4]]]
    :ops [[:sub :p true :e] [:sub :p false :o] [:put :s 1] [:put :s 2] [:put :s 3] [:close :s]
          [:drain :e] [:drain :o]]
    :expect [nil nil true true true nil [2] [1 3]]}

   {:id :pub/leaves-a-subscriber-open-if-told
    :given [[:s [:channel]] [:p [:publication :s :even?]] [:e [:channel :fixed 4]]
            [:o [:channel :fixed 4]]]
    :ops [[:sub :p true :e false] [:sub :p true :o] [:put :s 2] [:close :s] [:drain :o]
          [:take :e] [:closed? :e]]
    :expect [nil nil true nil [2] 2 false]}

   {:id :pub/unsubscribed-channels-get-nothing
    :given [[:s [:channel]] [:p [:publication :s :even?]] [:a [:channel :fixed 4]]
            [:b [:channel :fixed 4]]]
    :ops [[:sub :p true :a] [:sub :p true :b] [:put :s 2] [:take :a] [:take :b]
          [:unsub :p true :a] [:put :s 4] [:take :b] [:poll :a]]
    :expect [nil nil true 2 2 nil true 4 nil]}

   {:id :pub/unsub-all-of-a-topic
    :given [[:s [:channel]] [:p [:publication :s :even?]] [:e [:channel :fixed 4]]
            [:o [:channel :fixed 4]]]
    :ops [[:sub :p true :e] [:sub :p false :o] [:unsub-all :p true] [:put :s 2] [:put :s 1]
          [:close :s] [:drain :o] [:poll :e] [:closed? :e]]
    :expect [nil nil nil true true nil [1] nil false]}

   {:id :pub/unsub-all
    :given [[:s [:channel]] [:p [:publication :s :even?]] [:e [:channel :fixed 4]]]
    :ops [[:sub :p true :e] [:unsub-all :p] [:put :s 2] [:put :s 4] [:poll :e]]
    :expect [nil nil true true nil]}

   {:id :pub/topics-are-compared-as-values
    :given [[:s [:channel]] [:p [:publication :s :first]] [:a [:channel :fixed 4]]
            [:n [:channel :fixed 4]]]
    :ops [[:sub :p [1] :a] [:sub :p nil :n] [:put :s [[1] :x]] [:put :s [nil :y]]
          [:put :s [:other]] [:close :s] [:drain :a] [:drain :n]]
    :expect [nil nil true true true nil [[[1] :x]] [[nil :y]]]}

   {:id :functions/merge
    :given [[:a [:channel-of [1 2]]] [:b [:channel-of [3]]] [:m [:merged :a :b]]]
    :ops [[:into :m #{}] [:closed? :m]]
    :expect [#{1 3 2} true]}

   {:id :functions/merge-of-nothing
    :given [[:m [:merged]]]
    :ops [[:take :m]]
    :expect [nil]}

   {:id :functions/split
    :given [[:s [:channel-of [1 2 3 4]]]]
    :ops [[:split :s :even?]]
    :expect [[[2 4] [1 3]]]}

   {:id :functions/pipe
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 1]]]
    :ops [[:pipe :s :c] [:drain :c]]
    :expect [:c [1 2 3 4]]}

   {:id :functions/pipe-that-leaves-open
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 8]]]
    :ops [[:pipe :s :c false] [:take :c] [:take :c] [:take :c] [:take :c] [:take-within :c 10]
          [:closed? :c]]
    :expect [:c 1 2 3 4 :timed-out false]}

   {:id :functions/pipe-through-a-transducer
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 1 [[:filter :even?] [:map :inc]]]]]
    :ops [[:pipe :s :c] [:drain :c]]
    :expect [:c [3 5]]}

   {:id :functions/map-of-one
    :given [[:s [:channel-of [1 2 3 4]]] [:m [:mapped :inc :s]]]
    :ops [[:drain :m]]
    :expect [[2 3 4 5]]}

   {:id :functions/map-of-two-ends-with-the-shorter
    :given [[:s [:channel-of [1 2 3 4]]] [:t [:channel-of [10 20]]] [:m [:mapped :+ :s :t]]]
    :ops [[:drain :m]]
    :expect [[11 22]]}

   {:id :functions/map-of-three
    :given [[:s [:channel-of [1 2 3 4]]] [:t [:channel-of [10 20 30]]] [:u [:channel-of [100 200 300]]]
            [:m [:mapped :+ :s :t :u]]]
    :ops [[:drain :m]]
    :expect [[111 222 333]]}

   {:id :functions/take
    :given [[:s [:channel-of [1 2 3 4]]] [:f [:first-of 2 :s]]]
    :ops [[:drain :f] [:closed? :f] [:take :s]]
    :expect [[1 2] true 3]}

   {:id :functions/take-more-than-there-is
    :given [[:s [:channel-of [1 2 3 4]]] [:f [:first-of 9 :s]]]
    :ops [[:drain :f]]
    :expect [[1 2 3 4]]}

   {:id :functions/take-none
    :given [[:s [:channel-of [1 2 3 4]]] [:f [:first-of 0 :s]]]
    :ops [[:take :f] [:take :s]]
    :expect [nil 1]}

   {:id :functions/reduce
    :given [[:s [:channel-of [1 2 3 4]]] [:e [:channel-of []]]]
    :ops [[:reduce :s :+ 0] [:reduce :e :+ 7]]
    :expect [10 7]}

   {:id :functions/reduce-to-nothing
    :given [[:s [:channel-of [1 2 3 4]]]]
    :ops [[:reduce :s :nil 0]]
    :expect [nil]}

   {:id :functions/transduce
    :given [[:s [:channel-of [1 2 3 4]]] [:t [:channel-of [1 2 3 4]]]]
    :ops [[:transduce :s [[:map :inc] [:filter :even?]] :+ 0]
          [:transduce :t [[:partition-all 3]] :conj []]]
    :expect [6 [[1 2 3] [4]]]}

   {:id :functions/transduce-that-ends-early
    :given [[:s [:channel-of [1 2 3 4]]]]
    :ops [[:transduce :s [[:take 2]] :conj []] [:take :s]]
    :expect [[1 2] 3]}

   {:id :functions/into-collections
    :given [[:s [:channel-of [1 2 3 4]]] [:t [:channel-of [1 2 3 4]]]]
    :ops [[:into :s [0]] [:into :t #{4}]]
    :expect [[0 1 2 3 4] #{1 4 3 2}]}

   {:id :functions/into-a-map
    :given [[:s [:channel-of [[:a 1] [:b 2] [:a 3]]]]]
    :ops [[:into :s {:c 0}]]
    :expect [{:c 0 :a 3 :b 2}]}

   {:id :functions/onto-closes
    :given [[:c [:channel :fixed 8]]]
    :ops [[:onto :c [1 2] false] [:onto :c [3] true] [:drain :c] [:closed? :c]]
    :expect [nil nil [1 2 3] true]}

   {:id :functions/onto-a-closed-channel
    :given [[:c [:channel :fixed 8]]]
    :ops [[:close :c] [:onto :c [1 2] true] [:drain :c]]
    :expect [nil nil []]}

   {:id :functions/to-chan
    :given [[:c [:channel-of [1 false :k]]] [:e [:channel-of []]]]
    :ops [[:drain :c] [:drain :e]]
    :expect [[1 false :k] []]}

   {:id :functions/threads-give-their-value
    :given [[:c [:channel]]]
    :ops [[:thread [:value 1]] [:io-thread [:value 2]] [:thread [:value nil]]
          [:taking :c [:thread [:put :c 3]]]]
    :expect [1 2 nil [[true] 3]]}

   {:id :functions/pipeline-maps
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline :s 2 :c [[:map :inc]]] [:drain :c]]
    :expect [nil [2 3 4 5]]}

   {:id :functions/pipeline-filters
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline :s 2 :c [[:filter :even?]]] [:drain :c]]
    :expect [nil [2 4]]}

   {:id :functions/pipeline-expands
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline :s 2 :c [[:mapcat :twice]]] [:drain :c]]
    :expect [nil [1 1 2 2 3 3 4 4]]}

   {:id :functions/pipeline-ends-each-early
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline :s 2 :c [[:mapcat :twice] [:take 1]]] [:drain :c]]
    :expect [nil [1 2 3 4]]}

   {:id :functions/pipeline-blocking-maps
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline-blocking :s 2 :c [[:map :inc]]] [:drain :c]]
    :expect [nil [2 3 4 5]]}

   {:id :functions/pipeline-blocking-filters
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline-blocking :s 2 :c [[:filter :even?]]] [:drain :c]]
    :expect [nil [2 4]]}

   {:id :functions/pipeline-blocking-expands
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline-blocking :s 2 :c [[:mapcat :twice]]] [:drain :c]]
    :expect [nil [1 1 2 2 3 3 4 4]]}

   {:id :functions/pipeline-blocking-ends-each-early
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline-blocking :s 2 :c [[:mapcat :twice] [:take 1]]] [:drain :c]]
    :expect [nil [1 2 3 4]]}

   {:id :functions/pipeline-blocking-with-a-handler
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline-blocking :s 2 :c [[:map :boom-at-3]] false [:const -1]] [:closed? :c]
          [:close :c] [:drain :c]]
    :expect [nil false nil [1 2 -1 4]]}

   {:id :functions/pipeline-that-throws
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline :s 1 :c [[:map :boom-at-3]]] [:drain :c]]
    :expect [nil [1 2 4]]
    :log [[:uncaught "boom"]]}

   {:id :functions/pipeline-async
    :given [[:s [:channel-of [1 2 3 4]]] [:c [:channel :fixed 16]]]
    :ops [[:pipeline-async :s 2 :c] [:drain :c]]
    :expect [nil [1 -1 2 -2 3 -3 4 -4]]}])
