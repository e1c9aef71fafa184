(ns dev.trestle.parity.scenarios
  "The table: every scenario, by area."
  (:require [dev.trestle.parity.scenarios.agents :as agents]
            [dev.trestle.parity.scenarios.atoms :as atoms]
            [dev.trestle.parity.scenarios.bindings :as bindings]
            [dev.trestle.parity.scenarios.refs :as refs]
            [dev.trestle.parity.scenarios.volatiles :as volatiles]))

(def areas
  [["Atoms, watches, validators and metadata" atoms/scenarios]
   ["Refs and transactions" refs/scenarios]
   ["Agents" agents/scenarios]
   ["Volatiles" volatiles/scenarios]
   ["Vars and bindings" bindings/scenarios]])

(def all (vec (mapcat second areas)))
