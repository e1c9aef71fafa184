package dev.trestle.async;

import dev.trestle.collection.Transducer;
import dev.trestle.testing.ClojureCode;
import java.util.List;
import java.util.function.BiFunction;

/** Every kind of channel that holds on to its values, or says which it does not. */
enum Kind {
    RENDEZVOUS((books, own) -> ends(Channel.rendezvous())),
    FIXED_1((books, own) -> ends(Channel.buffered(1))),
    FIXED_2_COUNTED((books, own) -> ends(Channel.create(Buffer.fixed(2).counted()))),
    FIXED_16((books, own) -> ends(Channel.buffered(16))),
    DROPPING((books, own) -> ends(Channel.create(Buffer.dropping(4).onDropped(books::out)))),
    SLIDING((books, own) -> ends(Channel.create(Buffer.sliding(4).onDropped(books::out)))),
    MAPPED((books, own) -> transduced(Buffer.fixed(4), own.map(value -> -1 - value))) {
        @Override
        int original(int value) {
            return -1 - value;
        }
    },
    FILTERED((books, own) -> transduced(Buffer.fixed(4), own.filter(value -> {
        if (value % 3 == 0) {
            books.out(value);
        }
        return value % 3 != 0;
    }))),
    EXPANDED((books, own) -> transduced(Buffer.fixed(4), own.mapcat(value -> List.of(value, value)))) {
        @Override
        int times() {
            return 2;
        }
    },
    SLIDING_MAPPED((books, own) -> transduced(Buffer.sliding(2).onDropped(books::out), own.map(value -> value))),
    FAILING((books, own) -> ends(Channel.create(
            Buffer.fixed(4),
            own.map(value -> {
                if (value % 3 == 0) {
                    throw new Refused(value);
                }
                return value;
            }),
            failure -> {
                books.out(((Refused) failure).value);
                return null;
            }))),
    ADOPTED((books, own) ->
            ends(Channel.wrap(ClojureCode.eval("(require 'clojure.core.async) (clojure.core.async/chan 4)")))),
    VIEWS((books, own) -> {
        Channel<Integer> channel = Channel.buffered(4);
        return new Transduced<>(channel.writeOnly(), channel.readOnly());
    });

    private final BiFunction<Books, Transducer<Integer, Integer>, Transduced<Integer, Integer>> maker;

    Kind(BiFunction<Books, Transducer<Integer, Integer>, Transduced<Integer, Integer>> maker) {
        this.maker = maker;
    }

    /** Makes one that reports to the books what it leaves out. */
    Transduced<Integer, Integer> make(Books books) {
        return maker.apply(books, Transducer.identity());
    }

    /** What was put, of what was taken. */
    int original(int value) {
        return value;
    }

    /** How often each value comes out. */
    int times() {
        return 1;
    }

    private static Transduced<Integer, Integer> ends(Channel<Integer> channel) {
        return new Transduced<>(channel, channel);
    }

    private static Transduced<Integer, Integer> transduced(Buffer buffer, Transducer<Integer, Integer> transducer) {
        return Channel.transduced(buffer, transducer);
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int value;

        Refused(int value) {
            super("on purpose", null, false, false);
            this.value = value;
        }
    }
}
