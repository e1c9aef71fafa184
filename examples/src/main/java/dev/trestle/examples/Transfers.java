package dev.trestle.examples;

import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.reference.Agent;
import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import java.util.ArrayList;
import java.util.List;

/** Money that moves between accounts: refs, which change together or not at all. */
public final class Transfers {
    /** There is not enough money: a checked exception, which the transaction lets through as it is. */
    public static final class InsufficientFunds extends Exception {
        private static final long serialVersionUID = 1L;

        InsufficientFunds(long balance, long amount) {
            super("balance " + balance + " is less than " + amount);
        }
    }

    private Transfers() {}

    /** Moves an amount from one account to another. */
    public static void transfer(Ref<Long> from, Ref<Long> to, long amount) throws InsufficientFunds {
        Stm.dosync(() -> {
            to.alter(balance -> balance + amount);
            if (from.deref() < amount) {
                throw new InsufficientFunds(from.deref(), amount); // undoes the first change
            }
            from.alter(balance -> balance - amount);
        });
    }

    /** Reads both accounts at one moment. */
    public static long total(Ref<Long> one, Ref<Long> other) {
        return Stm.dosync(() -> one.deref() + other.deref());
    }

    /** Moves money to and fro in several threads. */
    public static void main(String[] args) throws Exception {
        Ref<Long> ada = Ref.of(100L);
        Ref<Long> bob = Ref.of(50L);

        transfer(ada, bob, 30);
        System.out.println("ada " + ada.deref() + ", bob " + bob.deref());
        try {
            transfer(ada, bob, 1000);
        } catch (InsufficientFunds e) {
            System.out.println("refused: " + e.getMessage());
        }
        System.out.println("ada " + ada.deref() + ", bob " + bob.deref());

        List<ClojureFuture<Void>> tellers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean there = i % 2 == 0;
            tellers.add(ClojureFuture.call(() -> {
                for (int n = 0; n < 500; n++) {
                    Stm.dosync(() -> {
                        ada.alter(balance -> balance + (there ? 1 : -1));
                        bob.alter(balance -> balance + (there ? -1 : 1));
                    });
                }
                return null;
            }));
        }
        boolean constant = true;
        for (ClojureFuture<Void> teller : tellers) {
            while (!teller.isRealized()) {
                constant &= total(ada, bob) == 150;
            }
            teller.deref();
        }
        System.out.println("total was always 150: " + constant);
        System.out.println("ada " + ada.deref() + ", bob " + bob.deref());
        Agent.shutdown();
    }
}
