package dl4jbridge.spark;

import java.net.InetAddress;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;

/** What an executor is, and what {@link LocalJars} found there, as lines of text. */
public final class RollCall implements Function<Integer, String> {

    private static final long serialVersionUID = 1;

    @Override
    public String call(Integer number) throws Exception {
        return String.join("\n",
                "host " + InetAddress.getLocalHost().getHostName(),
                "executor " + SparkEnv.get().executorId(),
                "is Java " + Runtime.version().feature(),
                "is Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION(),
                "is Scala " + scala.util.Properties.versionNumberString(),
                LocalJars.said());
    }
}
