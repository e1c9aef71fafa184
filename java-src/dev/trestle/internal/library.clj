(ns dev.trestle.internal.library
  "What needs all of core.async: loaded when a Mult, a Mix, a Publication or one of Channels'
  functions is first used, since core.async itself takes seconds to load from source.
  A facade is accepted wherever core.async takes a mult, a mix or a publication."
  (:require [clojure.core.async :as async])
  (:import [dev.trestle.async Mix Mult Publication]
           [dev.trestle.internal ReadSide WriteSide]))

(set! *warn-on-reflection* true)

;; The same channel must be found again, whoever names it: inside, channels go by themselves.
(defn- own [port]
  (condp instance? port
    ReadSide (.unwrap ^ReadSide port)
    WriteSide (.unwrap ^WriteSide port)
    port))

(extend-protocol async/Mux
  Mult
  (muxch* [m] (async/muxch* (.unwrap m)))
  Mix
  (muxch* [m] (async/muxch* (.unwrap m)))
  Publication
  (muxch* [p] (async/muxch* (.unwrap p))))

(extend-protocol async/Mult
  Mult
  (tap* [m ch close?] (async/tap* (.unwrap m) (own ch) close?))
  (untap* [m ch] (async/untap* (.unwrap m) (own ch)))
  (untap-all* [m] (async/untap-all* (.unwrap m))))

(extend-protocol async/Mix
  Mix
  (admix* [m ch] (async/admix* (.unwrap m) (own ch)))
  (unmix* [m ch] (async/unmix* (.unwrap m) (own ch)))
  (unmix-all* [m] (async/unmix-all* (.unwrap m)))
  (toggle* [m states] (async/toggle* (.unwrap m) (update-keys states own)))
  (solo-mode* [m mode] (async/solo-mode* (.unwrap m) mode)))

(extend-protocol async/Pub
  Publication
  (sub* [p topic ch close?] (async/sub* (.unwrap p) topic (own ch) close?))
  (unsub* [p topic ch] (async/unsub* (.unwrap p) topic (own ch)))
  (unsub-all*
    ([p] (async/unsub-all* (.unwrap p)))
    ([p topic] (async/unsub-all* (.unwrap p) topic))))

(defn mult? [x] (and (some? x) (satisfies? async/Mult x)))
(defn mix? [x] (and (some? x) (satisfies? async/Mix x)))
(defn publication? [x] (and (some? x) (satisfies? async/Pub x)))
