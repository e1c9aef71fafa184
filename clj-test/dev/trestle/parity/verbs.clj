(ns dev.trestle.parity.verbs
  "All verbs, by the type of their subject; :none for those without one."
  (:require [dev.trestle.parity.verbs.agents :as agents]
            [dev.trestle.parity.verbs.channels :as channels]
            [dev.trestle.parity.verbs.collections :as collections]
            [dev.trestle.parity.verbs.control :as control]
            [dev.trestle.parity.verbs.references :as references]
            [dev.trestle.parity.verbs.waiting :as waiting]))

(def verbs
  (merge
   channels/made-channels
   {:channel channels/channel-verbs
    :mult channels/mult-verbs
    :mix channels/mix-verbs
    :publication channels/publication-verbs
    :any references/any
    :atom references/atom-verbs
    :ref references/ref-verbs
    :volatile references/volatile-verbs
    :var references/var-verbs
    :agent agents/agent-verbs
    :future waiting/future-verbs
    :promise waiting/promise-verbs
    :delay waiting/delay-verbs
    :vector collections/vector-verbs
    :map collections/map-verbs
    :set collections/set-verbs
    :none (merge agents/current
                 collections/making
                 waiting/parallel
                 control/transactions
                 control/dynamic
                 control/threads
                 control/flow
                 channels/selecting)}))
