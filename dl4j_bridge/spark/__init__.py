"""One training on the workers of an Apache Spark cluster; nothing here knows Java or networks."""
