/**
 * Clojure's persistent vectors, maps and sets, used from Java as what they are: {@link java.util.List},
 * {@link java.util.Map} and {@link java.util.Set}.
 *
 * <p>Nothing here copies or wraps. A {@code List} from {@link dev.trestle.collection.Vectors} <em>is</em> a
 * {@code PersistentVector}, ready for an atom, a ref or Clojure code; the methods that change it give a new one which
 * shares structure with the old. {@link java.util.List#add} and its kin throw {@link UnsupportedOperationException}.
 *
 * <p><b>Numbers.</b> Clojure's own integers are {@code Long}: a {@code List<Integer>} that Clojure code has filled holds
 * {@code Long}s, and reading one as an {@code int} is a {@link ClassCastException}. Declare {@code List<Long>}, or
 * {@code List<Number>} where both occur. Clojure's {@code =}, which also finds the keys of maps and the elements of sets,
 * does not care: {@code 1} and {@code 1L} are one key. Java's {@code equals} does: a vector of the {@code Integer} 1 and
 * a vector of the {@code Long} 1 differ under {@code equals}. {@code Clj.equal} in {@code dev.trestle.interop} compares as
 * Clojure does.
 */
package dev.trestle.collection;
