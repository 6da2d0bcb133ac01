import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import org.deeplearning4j.util.ModelSerializer;

/** Reads model files in every way that Deeplearning4j has, without a look into them before. */
public class Loads {
    interface Way {
        void read() throws Exception;
    }

    public static void main(String[] files) throws Exception {
        for (String name : files) {
            File file = new File(name);
            byte[] bytes = Files.readAllBytes(file.toPath());
            attempt(() -> ModelSerializer.restoreMultiLayerNetwork(file));
            attempt(() -> ModelSerializer.restoreComputationGraph(file));
            attempt(() -> ModelSerializer.restoreNormalizerFromFile(file));
            attempt(() -> ModelSerializer.restoreNormalizerFromInputStream(
                    new ByteArrayInputStream(bytes)));
            attempt(() -> ModelSerializer.getObjectFromFile(file, "x"));
        }
        System.out.println("read " + files.length);
    }

    private static void attempt(Way way) {
        try {
            way.read();
        } catch (Throwable error) {
            // What counts is whose code has run.
        }
    }
}
