import dl4jbridge.arrays.LateDeallocation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Divides by arrays that nobody needs afterwards, while the garbage collector never rests. */
public final class Deallocation {
    static volatile Object garbage;

    public static void main(String[] words) {
        long end = System.nanoTime() + Long.parseLong(words[0]) * 1_000_000_000L;
        if (words[1].equals("late")) {
            LateDeallocation.install();
        }
        Thread collected = new Thread(() -> {
            while (true) {
                garbage = new byte[2000];
            }
        });
        collected.setDaemon(true);
        collected.start();
        INDArray ones = Nd4j.ones(32, 100);
        while (System.nanoTime() < end) {
            divide(ones);
        }
        System.out.println("sum " + ones.sumNumber());
    }

    static void divide(INDArray ones) {
        ones.diviRowVector(Nd4j.ones(100));
    }
}
