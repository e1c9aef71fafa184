(ns dev.trestle.parity.verbs
  "All verbs, by the type of their subject; :none for those without one."
  (:require [dev.trestle.parity.verbs.agents :as agents]
            [dev.trestle.parity.verbs.control :as control]
            [dev.trestle.parity.verbs.references :as references]))

(def verbs
  {:any references/any
   :atom references/atom-verbs
   :ref references/ref-verbs
   :volatile references/volatile-verbs
   :var references/var-verbs
   :agent agents/agent-verbs
   :none (merge agents/current
                control/transactions
                control/dynamic
                control/threads
                control/flow)})
