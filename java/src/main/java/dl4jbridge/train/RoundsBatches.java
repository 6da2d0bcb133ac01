package dl4jbridge.train;

import java.util.Iterator;

/** What {@link Rounds} are as an iterator, whatever a batch is called. */
abstract class RoundsBatches<T> implements Iterator<T> {

    private final Rounds rounds;

    RoundsBatches(Rounds rounds) {
        this.rounds = rounds;
    }

    /** A batch that gathers its rows when it is asked for them. */
    abstract T gathered(Shares.Batch rows);

    @Override
    public boolean hasNext() {
        return rounds.hasNext();
    }

    @Override
    public T next() {
        return gathered(rounds.next());
    }

    public T next(int rows) {
        return next();
    }

    public boolean resetSupported() {
        return false;
    }

    public boolean asyncSupported() {
        return false;
    }

    public void reset() {
        throw new UnsupportedOperationException("an epoch is begun by Rounds");
    }
}
