(ns dev.trestle.internal.library
  "What needs all of core.async: loaded when a Mult, a Mix, a Publication or one of Channels'
  functions is first used, since core.async itself takes seconds to load from source.
  A facade is accepted wherever core.async takes a mult, a mix or a publication."
  (:require [clojure.core.async :as async])
  (:import [dev.trestle.async Mix Mult Publication ReadPort WritePort]
           [dev.trestle.internal ReadSide WriteSide]))

(set! *warn-on-reflection* true)

;; core.async's loops find a channel again by equality, and a facade does not equal its channel. So whatever Java
;; starts knows channels by themselves only, whichever of the two it is told of.
(defn- own [port]
  (condp instance? port
    ReadSide (.unwrap ^ReadSide port)
    WriteSide (.unwrap ^WriteSide port)
    port))

(defn mult [source]
  (let [m (async/mult source)]
    (reify
      async/Mux
      (muxch* [_] (async/muxch* m))
      async/Mult
      (tap* [_ ch close?] (async/tap* m (own ch) close?))
      (untap* [_ ch] (async/untap* m (own ch)))
      (untap-all* [_] (async/untap-all* m)))))

(defn mix [out]
  (let [m (async/mix out)]
    (reify
      async/Mux
      (muxch* [_] (async/muxch* m))
      async/Mix
      (admix* [_ ch] (async/admix* m (own ch)))
      (unmix* [_ ch] (async/unmix* m (own ch)))
      (unmix-all* [_] (async/unmix-all* m))
      (toggle* [_ states] (async/toggle* m (update-keys states own)))
      (solo-mode* [_ mode] (async/solo-mode* m mode)))))

(defn pub [source topic-fn buf-fn]
  (let [p (async/pub source topic-fn buf-fn)]
    (reify
      async/Mux
      (muxch* [_] (async/muxch* p))
      async/Pub
      (sub* [_ topic ch close?] (async/sub* p topic (own ch) close?))
      (unsub* [_ topic ch] (async/unsub* p topic (own ch)))
      (unsub-all* [_] (async/unsub-all* p))
      (unsub-all* [_ topic] (async/unsub-all* p topic)))))

;; What Clojure has started may know a channel by itself or by a facade: a facade of it takes away both.
(defn- both [f wrap port]
  (let [raw (own port)]
    (f raw)
    (f (wrap raw))))

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
  (untap* [m ch] (both #(async/untap* (.unwrap m) %) #(WritePort/wrap %) ch))
  (untap-all* [m] (async/untap-all* (.unwrap m))))

(extend-protocol async/Mix
  Mix
  (admix* [m ch] (async/admix* (.unwrap m) (own ch)))
  (unmix* [m ch] (both #(async/unmix* (.unwrap m) %) #(ReadPort/wrap %) ch))
  (unmix-all* [m] (async/unmix-all* (.unwrap m)))
  (toggle* [m states] (async/toggle* (.unwrap m) (update-keys states own)))
  (solo-mode* [m mode] (async/solo-mode* (.unwrap m) mode)))

(extend-protocol async/Pub
  Publication
  (sub* [p topic ch close?] (async/sub* (.unwrap p) topic (own ch) close?))
  (unsub* [p topic ch] (both #(async/unsub* (.unwrap p) topic %) #(WritePort/wrap %) ch))
  (unsub-all*
    ([p] (async/unsub-all* (.unwrap p)))
    ([p topic] (async/unsub-all* (.unwrap p) topic))))

(defn mult? [x] (and (some? x) (satisfies? async/Mult x)))
(defn mix? [x] (and (some? x) (satisfies? async/Mix x)))
(defn publication? [x] (and (some? x) (satisfies? async/Pub x)))
