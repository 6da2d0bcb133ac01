package dl4jbridge.spark;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.MutableURLClassLoader;

/**
 * Gives an executor the jars of the lock, with the native build for its own CPU.
 *
 * <p>The bridge in the executor's Python says where they are, and fetches what is missing. An
 * executor that cannot have them lives on, so that {@link RollCall} can say why.
 */
public final class LocalJars implements SparkPlugin {

    private static final String JAR = "jar ";
    private static volatile String said = "";

    /** What the bridge said on this machine: a line for each version, each jar, or a fault. */
    static String said() {
        return said;
    }

    @Override
    public DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> extra) {
                // A local master's executor is the driver, which has them.
                if (!context.executorID().equals("driver")) {
                    take(context.conf());
                }
            }
        };
    }

    private static void take(SparkConf settings) {
        try {
            said = output(settings.get("spark.dl4jbridge.python"), "-m",
                    "dl4j_bridge.jvm.executor", settings.get("spark.dl4jbridge.backend"));
            MutableURLClassLoader loader =
                    (MutableURLClassLoader) Thread.currentThread().getContextClassLoader();
            for (String line : said.split("\n")) {
                if (line.startsWith(JAR)) {
                    loader.addURL(new File(line.substring(JAR.length())).toURI().toURL());
                }
            }
        } catch (IOException | RuntimeException error) {
            said = "fault " + error.toString().replace('\n', ' ');
        }
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            throw new IOException("'" + command[0] + "' cannot run dl4j-bridge");
        }
        return text;
    }
}
