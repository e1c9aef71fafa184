(ns dev.trestle.parity.scenarios
  "The table: every scenario, by area."
  (:require [dev.trestle.parity.scenarios.agents :as agents]
            [dev.trestle.parity.scenarios.atoms :as atoms]
            [dev.trestle.parity.scenarios.bindings :as bindings]
            [dev.trestle.parity.scenarios.channel-differences :as channel-differences]
            [dev.trestle.parity.scenarios.channel-functions :as channel-functions]
            [dev.trestle.parity.scenarios.channels :as channels]
            [dev.trestle.parity.scenarios.collections :as collections]
            [dev.trestle.parity.scenarios.delays :as delays]
            [dev.trestle.parity.scenarios.futures :as futures]
            [dev.trestle.parity.scenarios.promises :as promises]
            [dev.trestle.parity.scenarios.refs :as refs]
            [dev.trestle.parity.scenarios.transduced-channels :as transduced-channels]
            [dev.trestle.parity.scenarios.volatiles :as volatiles]))

(def areas
  [["Atoms, watches, validators and metadata" atoms/scenarios]
   ["Refs and transactions" refs/scenarios]
   ["Agents" agents/scenarios]
   ["Futures, time limits and parallel functions" futures/scenarios]
   ["Promises" promises/scenarios]
   ["Delays" delays/scenarios]
   ["Volatiles" volatiles/scenarios]
   ["Vars and bindings" bindings/scenarios]
   ["Collections" collections/scenarios]
   ["Channels" (into channels/scenarios channel-differences/scenarios)]
   ["Channels with transducers" transduced-channels/scenarios]
   ["Functions of channels" channel-functions/scenarios]])

(def all (vec (mapcat second areas)))
