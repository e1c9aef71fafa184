package dev.trestle.examples;

import clojure.lang.IFn;
import dev.trestle.interop.Clj;
import dev.trestle.interop.KeywordRecord;
import dev.trestle.reference.Atom;

/** Java records that Clojure code reads as it reads maps: by keyword, and by destructuring. */
public final class ReadableRecords {
    /**
     * An address.
     *
     * @param street the street
     * @param zipCode the zip code: {@code :zip-code} in Clojure
     */
    public record Address(String street, String zipCode) implements KeywordRecord {}

    /**
     * A customer.
     *
     * @param firstName the first name: {@code :first-name} in Clojure
     * @param address where they live
     */
    public record Customer(String firstName, Address address) implements KeywordRecord {}

    private ReadableRecords() {}

    /** Hands a record to Clojure, by itself and in an atom. */
    public static void main(String[] args) {
        Customer ada = new Customer("Ada", new Address("Main Street 1", "12345"));
        IFn label = Clj.var("dev.trestle.examples.readable-records", "label");
        IFn firstName = Clj.var("dev.trestle.examples.readable-records", "first-name");

        System.out.println(label.invoke(ada));
        System.out.println(firstName.invoke(Atom.of(ada)));
    }
}
